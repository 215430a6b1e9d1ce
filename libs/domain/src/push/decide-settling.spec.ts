import { callTimesOf } from './call-times.js';
import { decideAnswer } from './decide-answer.js';
import { decideSettling, isToldLater, settleChange, settleCreate } from './decide-settling.js';
import { bisectCall, groupCalls } from './group-calls.js';
import { settleByHand } from './settle-by-hand.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { SourceRecord } from '../page/source-record.js';
import type { WriteAbilities } from './write-operation.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const abilities: WriteAbilities = {
  batchSizes: { create: 2, update: 1 },
  isAllOrNothing: false,
  update: 'patch',
  keyLifetimeSeconds: null,
  checksVersion: false,
  lookUp: null,
  answers: 'record',
};
const create = {
  intentId: 'i',
  kind: 'create',
  externalId: null,
  data: { name: 'Ada' },
  version: null,
} as const;
const intent = {
  operation: create,
  sent: { name: 'Ada' },
  sentAt: ago(10),
  answeredAt: null,
  absentAt: null,
  result: null,
};
const facts = (changes: Partial<WriteAbilities> = {}) => ({
  abilities: { ...abilities, ...changes },
  readsOne: true,
  now: NOW,
  longestCallMs: 120_000,
});
const found = (changes: Partial<SourceRecord> = {}): SourceRecord => ({
  externalId: 'p1',
  version: '1',
  modifiedAt: ago(5).toISOString(),
  data: { name: 'Ada', since: 2026 },
  ...changes,
});

describe('an intent whose answer was lost', () => {
  it('is repeated under its key only while that is certainly held', () => {
    const keyed = facts({ keyLifetimeSeconds: 3600 });
    expect(decideSettling(intent, keyed)).toEqual({ kind: 'repeat' });
    expect(decideSettling({ ...intent, sentAt: ago(3550) }, keyed)).toEqual({ kind: 'uncertain' });
  });

  it('is asked for by its token where the provider has put it off', () => {
    const result = { kind: 'accepted', token: 't' } as const;
    expect(decideSettling({ ...intent, result }, facts())).toEqual({ kind: 'poll', token: 't' });
  });

  it('is looked up once what was written is found for certain', () => {
    const lookUp = { by: 'key', settlesAfterMs: 20_000 } as const;
    expect(decideSettling(intent, facts({ lookUp }))).toEqual({ kind: 'wait' });
    const sent = { ...intent, sentAt: ago(21) };
    expect(decideSettling(sent, facts({ lookUp }))).toEqual({ kind: 'look_up' });
    expect(decideSettling({ ...sent, answeredAt: ago(5) }, facts({ lookUp }))).toEqual({ kind: 'wait' });
  });

  it('is read where it is about a record with an id, and left to a person where nothing tells', () => {
    const operation = { ...create, kind: 'update', externalId: 'p1' } as const;
    expect(decideSettling({ ...intent, operation }, facts())).toEqual({ kind: 'read', externalId: 'p1' });
    expect(decideSettling({ ...intent, operation }, { ...facts(), readsOne: false }).kind).toBe('uncertain');
    expect(decideSettling(intent, facts()).kind).toBe('uncertain');
  });
});

describe('whether a stream tells later what became of its writes', () => {
  const told = (changes: Partial<WriteAbilities>, readsOne = true) =>
    isToldLater({ ...abilities, ...changes }, readsOne);
  const lookUp = (settlesAfterMs: number | null) => ({ lookUp: { by: 'field', settlesAfterMs } }) as const;

  it('is so under a key, or where creations are looked up for certain and the rest is read', () => {
    expect(told({ keyLifetimeSeconds: 3600 }, false)).toBe(true);
    expect(told(lookUp(0))).toBe(true);
  });

  it('is not so where absence never counts, nothing is read by its id, or nothing is looked up', () => {
    expect(told(lookUp(null))).toBe(false);
    expect(told(lookUp(0), false)).toBe(false);
    expect(told({})).toBe(false);
  });
});

describe('what a look-up says of a creation', () => {
  const byField = (settlesAfterMs: number | null) => facts({ lookUp: { by: 'field', settlesAfterMs } });

  it('is that it is ours where it was found by its key', () => {
    const old = found({ modifiedAt: '2020-01-01T00:00:00Z', data: { name: 'Bob' } });
    const settled = settleCreate(intent, old, facts({ lookUp: { by: 'key', settlesAfterMs: null } }));
    expect(settled).toMatchObject({ kind: 'answered', result: { kind: 'written', externalId: 'p1' } });
  });

  it('is that it is ours by a field only where it is as new as the intent and holds what was sent', () => {
    expect(settleCreate(intent, found(), byField(0)).kind).toBe('answered');
    for (const stranger of [
      found({ modifiedAt: '2020-01-01T00:00:00Z' }),
      found({ modifiedAt: null }),
      found({ data: { name: 'Bob' } }),
    ])
      expect(settleCreate(intent, stranger, byField(0)).kind).toBe('uncertain');
  });

  it('is that it was not taken only where it is absent twice and that proves something', () => {
    const told = { ...intent, answeredAt: ago(9) };
    expect(settleCreate(told, undefined, byField(0)).kind).toBe('absent');
    expect(settleCreate({ ...told, absentAt: NOW }, undefined, byField(0)).kind).toBe('wait');
    expect(settleCreate({ ...told, absentAt: ago(2) }, undefined, byField(0))).toMatchObject({
      result: { kind: 'failed', isApplied: 'no' },
    });
    expect(settleCreate(intent, undefined, byField(null)).kind).toBe('wait');
    expect(settleCreate({ ...intent, sentAt: ago(61) }, undefined, byField(null)).kind).toBe('uncertain');
  });
});

describe('what a reading says of a change', () => {
  const operation = { ...create, kind: 'update', externalId: 'p1' } as const;
  const changing = { operation, sent: { name: 'Eve' }, sentAt: ago(10), answeredAt: ago(5) };

  it('is that it was taken where the record holds what was sent', () => {
    expect(settleChange({ ...changing, sent: { name: 'Ada' } }, found(), facts())).toMatchObject({
      result: { kind: 'written' },
    });
    expect(settleChange(changing, found(), facts())).toMatchObject({
      result: { kind: 'failed', isApplied: 'no' },
    });
    expect(settleChange(changing, undefined, facts())).toMatchObject({ result: { kind: 'gone' } });
  });
});

describe('a call whose sender has told no end of it', () => {
  const operation = { ...create, kind: 'update', externalId: 'p1' } as const;
  const byKey = facts({ lookUp: { by: 'key', settlesAfterMs: 0 } });
  const old = { ...intent, sentAt: ago(121) };

  it('may still be made while its process stands still: nothing counts as not taken before none can be', () => {
    expect(settleCreate(intent, undefined, byKey).kind).toBe('wait');
    expect(settleCreate(old, undefined, byKey).kind).toBe('absent');
    const changing = { operation, sent: { name: 'Eve' }, sentAt: ago(10), answeredAt: null };
    expect(settleChange(changing, found(), byKey).kind).toBe('wait');
    expect(settleChange({ ...changing, sentAt: ago(121) }, found(), byKey)).toMatchObject({
      result: { kind: 'failed', isApplied: 'no' },
    });
  });

  it('is under way for longer where calls take longer', () => {
    expect(settleCreate(old, undefined, { ...byKey, longestCallMs: 180_000 }).kind).toBe('wait');
    expect(settleCreate(intent, undefined, { ...byKey, longestCallMs: 8_000 }).kind).toBe('absent');
  });

  it('begins before it is over, and then has all of its time', () => {
    const { beginsWithinMs, longestMs } = callTimesOf(30_000);
    expect(longestMs - beginsWithinMs).toBe(30_000);
    expect(longestMs).toBe(120_000);
  });

  it('is known at once where what it was to write is there', () => {
    expect(settleCreate(intent, found(), byKey).kind).toBe('answered');
    const changing = { operation, sent: { name: 'Ada' }, sentAt: ago(10), answeredAt: null };
    expect(settleChange(changing, found(), byKey).kind).toBe('answered');
  });
});

describe('an answer', () => {
  const refusal = describeProblem(new SyncError('provider.bad_request', 'No'));
  const away = describeProblem(new SyncError('provider.timeout', 'No'));
  const written = {
    kind: 'written',
    externalId: 'p1',
    version: null,
    modifiedAt: null,
    record: null,
  } as const;

  it.each([
    ['create', written, 'created', 'keep'],
    ['update', written, 'updated', 'keep'],
    ['delete', written, 'inactivated', 'inactivate'],
    ['delete', { kind: 'gone' }, 'inactivated', 'inactivate'],
    ['update', { kind: 'gone' }, 'conflicted', 'inactivate'],
    ['create', { kind: 'gone' }, 'refused', 'leave'],
    ['update', { kind: 'moved' }, 'conflicted', 'leave'],
    ['create', { kind: 'failed', isApplied: 'no', problem: refusal }, 'refused', 'leave'],
    ['create', { kind: 'failed', isApplied: 'no', problem: away }, 'errored', 'leave'],
  ] as const)('to a %s of %o makes it %s', (kind, result, outcome, reference) => {
    expect(decideAnswer(kind, result)).toMatchObject({ outcome, reference });
  });
});

describe('calls', () => {
  it('have as many of one kind as the provider takes, in their order', () => {
    const kinds = ['create', 'update', 'create', 'create', 'update'] as const;
    const intents = kinds.map((kind, at) => ({ id: `i${at}`, kind }));
    expect(groupCalls(intents, abilities).map(({ key, position }) => `${key}.${position}`)).toEqual([
      'i0.0',
      'i1.0',
      'i0.1',
      'i3.0',
      'i4.0',
    ]);
  });

  it('are halved until the one that is to blame is alone', () => {
    let keys = 0;
    const parts = bisectCall(['a', 'b', 'c'], () => `k${(keys += 1)}`);
    expect(parts?.map(({ intent: name, call }) => `${name} ${call.key}.${call.position}`)).toEqual([
      'a k1.0',
      'b k1.1',
      'c k2.0',
    ]);
    expect(bisectCall(['a'], () => 'k')).toBeUndefined();
  });
});

describe('a person', () => {
  const doubted = { id: 'i', state: 'uncertain', operation: create } as const;

  it('says which record was created, or that none was', () => {
    expect(settleByHand(doubted, { outcome: 'applied', externalId: 'p9' })).toMatchObject({
      externalId: 'p9',
    });
    expect(settleByHand(doubted, { outcome: 'not_applied', externalId: null })).toMatchObject({
      isApplied: 'no',
    });
  });

  it('is refused what does not fit', () => {
    const applied = { ...doubted, state: 'applied' } as const;
    const update = { ...doubted, operation: { ...create, kind: 'update', externalId: 'p1' } } as const;
    expect(() => settleByHand(applied, { outcome: 'not_applied', externalId: null })).toThrow('no question');
    expect(() => settleByHand(doubted, { outcome: 'applied', externalId: null })).toThrow('externalId');
    expect(() => settleByHand(doubted, { outcome: 'not_applied', externalId: 'x' })).toThrow('externalId');
    expect(() => settleByHand(update, { outcome: 'applied', externalId: 'p2' })).toThrow('p1');
  });
});
