import fc from 'fast-check';
import type { JsonValue } from '@evenkeel/domain';
import { orderOf } from './order-of-states.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { startListServer } from './testing/list-server.js';

const server = startListServer();
const doubtOf = async (rows: readonly object[], stream: object) => {
  server.answer = () => ({ data: rows });
  const [page] = await server.list(stream);
  return page?.doubt;
};
const momentOf = (at: JsonValue) => orderOf({ at }, { modifiedAtPath: 'at' } as StreamSettings).modifiedAt;

describe('the time of change of a record', () => {
  it.each([
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678+02:00', '2026-01-02T01:04:05.678Z'],
    ['Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05.000Z'],
    ['Fri, 02 Jan 2026 03:04:05 +0100', '2026-01-02T02:04:05.000Z'],
    ['Jan 2, 2026 3:04 PM', '2026-01-02T15:04:00.000Z'],
    ['2026-01-02T03:04:05.12345678901Z', '2026-01-02T03:04:05.123Z'],
    ['2026/01/02', '2026-01-02T00:00:00.000Z'],
    [1_767_323_045, '2026-01-02T03:04:05.000Z'],
    [1_767_323_045_678, '2026-01-02T03:04:05.678Z'],
  ])('is read from %j, the same on every machine', (value, moment) => {
    expect(momentOf(value)).toBe(moment);
  });

  it.each([
    'yesterday',
    'abc 5',
    'row 2026',
    '2026-01-02 junk',
    '12',
    '2026-02-30',
    '2026 '.repeat(500),
    true,
  ])('is none where %j stands', (value) => {
    expect(momentOf(value)).toBeNull();
  });
});

describe('values that should order states and cannot', () => {
  it.each([
    ['no number', { versionPath: 'v', versionOrder: 'number' }, 'abc', 'number', 'a text'],
    [
      'a time where numbers are declared',
      { versionPath: 'v', versionOrder: 'number' },
      '2026-01-02',
      'number',
      'a text',
    ],
    ['no time', { versionPath: 'v', versionOrder: 'time' }, 'yesterday', 'time', 'a text'],
    ['an object', { versionPath: 'v' }, { etag: 'x' }, 'version', 'an object'],
    ['a boolean', { versionPath: 'v', versionOrder: 'text' }, true, 'text', 'a boolean'],
    [
      'a text that is too long',
      { versionPath: 'v', versionOrder: 'none' },
      'x'.repeat(501),
      'text',
      'a text',
    ],
    ['no time of change', { modifiedAtPath: 'v' }, 'abc 5', 'time', 'a text'],
  ])('are told with how many there are, and never themselves: %s', async (_, stream, v, called, found) => {
    const doubt = await doubtOf(
      [
        { id: 1, v: '2026' },
        { id: 2, v },
        { id: 3, v },
      ],
      stream,
    );
    expect(doubt).toBe(
      `2 values at "v" of one page can be read as no ${called} (one is ${found}): nothing tells which states are newer`,
    );
  });

  it('are told of an inventory, and of records that their entries wrap', async () => {
    const inventory = {
      shape: 'inventory',
      versionPath: 'v',
      versionOrder: 'number',
      readOne: { path: '/r/{id}' },
    };
    expect(await doubtOf([{ id: 1, v: 'abc' }], inventory)).toMatch(/^1 value at "v"/);
    const wrapped = { recordPath: 'row', modifiedAtPath: 'at' };
    expect(await doubtOf([{ row: { id: 1, at: 'never' } }], wrapped)).toMatch(/^1 value at "at"/);
  });

  it('are none where there is a value, or nothing in its place', async () => {
    const both = { versionPath: 'v', versionOrder: 'number', modifiedAtPath: 'at' };
    const rows = [{ id: 1, v: '7', at: '2026-01-02' }, { id: 2, v: null, at: '' }, { id: 3 }];
    expect(await doubtOf(rows, both)).toBeUndefined();
    expect(await doubtOf([{ id: 1, v: { any: 'thing' }, at: 'yesterday' }], {})).toBeUndefined();
  });

  it('are told exactly where a record has something there and no version or time of it', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    const order = fc.constantFrom(undefined, 'number', 'time', 'text', 'none');
    await fc.assert(
      fc.asyncProperty(value, order, async (v, versionOrder) => {
        const stream = { versionPath: 'v', ...(versionOrder && { versionOrder }) };
        server.answer = () => ({ data: [{ id: 1, v }] });
        const [page] = await server.list(stream);
        expect(page?.doubt !== undefined).toBe(page?.records[0]?.version === null && v !== '');
      }),
      { numRuns: 60 },
    );
  });
});
