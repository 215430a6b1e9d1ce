import fc from 'fast-check';
import { CONCERN_KINDS } from './concern.js';
import { concernOfOutbox, concernsOfDatabase, concernsOfSigns } from './concerns-of-database.js';
import { concernsWithoutDatabase } from './concerns-without-database.js';
import type { DatabaseOutlook, DatabaseRefusal } from './database-outlook.js';

const now = new Date('2026-11-30T12:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const MB = 1024 ** 2;
const fine: DatabaseOutlook = {
  readOnlyBecause: null,
  connections: { used: 10, most: 97 },
  captureGaps: [],
  openTransactions: [],
  unfrozenTransactions: 1_000,
  outboxSince: null,
};
const of = (changes: Partial<DatabaseOutlook>) => concernsOfDatabase({ ...fine, ...changes }, now);
const refusal: DatabaseRefusal = {
  ...{ message: 'could not extend file', since: before(4), count: 12, code: '53100' },
};

it('nothing asks where the database is well', () => {
  expect(of({})).toEqual([]);
  expect(concernsOfSigns({ refusal: null, disk: null })).toEqual([]);
});

it.each([
  ['recovery', /it is a standby/],
  ['setting', /default_transaction_read_only is on/],
] as const)('a database that takes no writes because of its %s says why', (readOnlyBecause, why) => {
  expect(of({ readOnlyBecause })).toEqual([
    {
      ...{ kind: 'database_read_only', about: null, id: null, since: null },
      message: expect.stringMatching(why) as string,
    },
  ]);
});

it.each(['trigger', 'subscription'] as const)(
  'a %s that keeps changes from being seen is told by its name',
  (kind) => {
    const [found, ...others] = of({ captureGaps: [{ kind, name: 'some_name' }] });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'changes_uncaptured', about: 'some_name' });
    expect(found!.message).toMatch(/some_name .* --mode full$/);
  },
);

it.each([
  [89, 0],
  [90, 1],
  [100, 1],
])('%d of 100 connections ask %d times', (used, times) => {
  const found = of({ connections: { used, most: 100 } });
  expect(found.map(({ kind }) => kind)).toEqual(Array(times).fill('connections_low'));
  for (const { message } of found) expect(message).toContain(`${used} of the 100 connections`);
});

it.each([
  [999_999_999, 0],
  [1_000_000_000, 1],
])('%d transactions that are not frozen ask %d times', (unfrozenTransactions, times) => {
  const found = of({ unfrozenTransactions });
  expect(found.map(({ kind }) => kind)).toEqual(Array(times).fill('wraparound_near'));
  for (const { message } of found) expect(message).toContain('for 1000000000 transactions');
});

it.each([
  [true, false, 9.9, 0],
  [true, false, 10, 1],
  [true, true, 0.9, 0],
  [true, true, 1, 1],
  [false, true, 59.9, 0],
  [false, false, 60, 1],
])('a transaction (idle: %s, holding records: %s) that is open for %d minutes asks %d times', (...given) => {
  const [isIdle, holdsRecords, minutes, times] = given;
  const open = { pid: 4711, program: 'psql', isIdle, holdsRecords, since: before(minutes) };
  const found = of({ openTransactions: [open] });
  expect(found).toHaveLength(times);
  for (const each of found) {
    expect(each).toMatchObject({ kind: 'transaction_old', about: '4711', since: before(minutes) });
    expect(each.message).toContain(
      isIdle ? 'A session of psql has a transaction open and does nothing' : 'has a transaction open:',
    );
  }
});

it('a session without a name is told as well', () => {
  const open = { pid: 1, program: '', isIdle: true, holdsRecords: false, since: before(11) };
  expect(of({ openTransactions: [open] })[0]?.message).toMatch(/^A session has a transaction open/);
});

it.each([
  [0.99, 0],
  [1, 1],
])('a message that waits for %d minutes to be published asks %d times', (minutes, times) => {
  const found = concernOfOutbox({ ...fine, outboxSince: before(minutes) }, now);
  expect(found.map(({ kind, since }) => [kind, since])).toEqual(
    Array(times).fill(['outbox_waiting', before(minutes)]),
  );
  expect(concernOfOutbox(fine, now)).toEqual([]);
});

it.each([
  ['53100', /\(could not extend file\): free some of the disk/],
  ['53300', /: end connections that are not needed/],
  ['53200', /: give it more of what it names/],
  ['25006', /: it is read-only/],
  ['58030', /: look at its log and at the disk/],
])('what is refused with %s says what next', (code, said) => {
  expect(concernsOfSigns({ refusal: { ...refusal, code }, disk: null })).toEqual([
    {
      ...{ kind: 'database_refusing', about: null, id: null, count: 12, since: before(4) },
      message: expect.stringMatching(said) as string,
    },
  ]);
});

it.each([
  [512 * MB, 0],
  [512 * MB - 1, 1],
])('a disk with %d bytes free asks %d times', (freeBytes, times) => {
  const disk = { folder: '/data', freeBytes, totalBytes: 4096 * MB };
  const message = 'Only 511 of 4096 MB are free where the database keeps its data';
  expect(concernsOfSigns({ refusal: null, disk })).toEqual(
    Array(times).fill({ kind: 'disk_low', about: '/data', id: null, since: null, message }),
  );
});

describe('without the database', () => {
  const signs = { awaySince: before(2), answeredAt: before(3), refusal: null, disk: null };

  it('it is told that it is away, why and since when', () => {
    expect(concernsWithoutDatabase('connect ECONNREFUSED', signs)).toEqual([
      {
        ...{ kind: 'database_away', about: null, id: null, count: 1, since: before(2) },
        message: 'connect ECONNREFUSED; runs wait until it answers',
      },
    ]);
  });

  it('where it only keeps silent so far, that is since it answered last', () => {
    const silent = { ...signs, awaySince: null };
    expect(concernsWithoutDatabase('not within 4 s', silent)).toMatchObject([
      { kind: 'database_away', since: before(3) },
    ]);
  });

  it('a full disk beside it is told as well', () => {
    const disk = { folder: '/data', freeBytes: 0, totalBytes: MB };
    expect(concernsWithoutDatabase('gone', { ...signs, disk }).map(({ kind }) => kind)).toEqual([
      ...['database_away', 'disk_low'],
    ]);
  });

  it('a database that answers with a refusal is not away', () => {
    const found = concernsWithoutDatabase('too many clients', { ...signs, awaySince: null, refusal });
    expect(found.map(({ kind, count }) => [kind, count])).toEqual([['database_refusing', 12]]);
  });

  it('one that is away now, and refused before, is told as both', () => {
    const found = concernsWithoutDatabase('gone', { ...signs, refusal });
    expect(found.map(({ kind }) => kind)).toEqual(['database_away', 'database_refusing']);
  });

  it('something is always told, whatever is known', () => {
    const maybe = <T>(value: T) => fc.constantFrom(null, value);
    const disk = fc.record({ folder: fc.string(), freeBytes: fc.nat(), totalBytes: fc.nat() });
    const known = fc.record({
      awaySince: maybe(before(1)),
      answeredAt: maybe(before(2)),
      refusal: maybe(refusal),
      disk: fc.option(disk),
    });
    fc.assert(
      fc.property(fc.string(), known, (problem, some) => {
        const found = concernsWithoutDatabase(problem, some);
        expect(found.length).toBeGreaterThan(0);
        expect(found.every(({ kind, count }) => CONCERN_KINDS.includes(kind) && count > 0)).toBe(true);
      }),
    );
  });
});
