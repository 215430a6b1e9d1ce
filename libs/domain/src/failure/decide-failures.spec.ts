import * as fc from 'fast-check';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import {
  decideFailures,
  EVENTS_KEPT,
  type AppliedRecord,
  type FailedRecord,
  type FailureDecision,
} from './decide-failures.js';
import { failureKey } from './failure-key.js';
import type { KnownFailure } from './failure.js';

const NOW = '2026-11-02T00:00:00.000Z';
const seen = (hour: number) => `2026-11-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const problem = describeProblem(new SyncError('record.required_field_missing', 'email is missing'));

const failed = (key: string, changes: Partial<FailedRecord> = {}): FailedRecord => ({
  kind: 'failed',
  key,
  externalId: key,
  observedAt: seen(1),
  stage: 'map',
  problem,
  pattern: 'p',
  groupKey: 'g',
  payload: { raw: '{}', digest: 'd1', version: null, modifiedAt: null },
  mapped: null,
  ...changes,
});
const applied = (key: string, hour = 1): AppliedRecord => ({ kind: 'applied', key, observedAt: seen(hour) });

/** What the store would hold after the decision. */
function carryOut(known: readonly KnownFailure[], { saves, resolved }: FailureDecision): KnownFailure[] {
  const rows = new Map(known.map((failure) => [failure.key, failure]));
  for (const failure of known)
    if (resolved.includes(failure.id)) rows.set(failure.key, { ...failure, state: 'resolved' });
  for (const { executionId, payload, id, ...save } of saves) {
    const payloadDigest = payload?.digest ?? rows.get(save.key)?.payloadDigest ?? null;
    rows.set(save.key, { ...save, id: id ?? save.key, lastExecutionId: executionId, payloadDigest });
  }
  return [...rows.values()];
}

function decide(
  known: readonly KnownFailure[],
  records: readonly (FailedRecord | AppliedRecord)[],
  executionId = 'e1',
  deadLetterAfter = 3,
): KnownFailure[] {
  return carryOut(known, decideFailures(known, records, { executionId, deadLetterAfter, now: NOW }));
}

describe('decideFailures', () => {
  it('keeps a record that fails for the first time', () => {
    expect(decide([], [failed('a')])).toMatchObject([
      { key: 'a', state: 'retrying', executions: 1, firstFailedAt: NOW, history: [{ kind: 'failed' }] },
    ]);
  });

  it('makes it a dead letter after as many executions as the job allows, each counted once', () => {
    let known: KnownFailure[] = [];
    const states = ['e1', 'e1', 'e2', 'e1', 'e3', 'e4'].map((execution) => {
      known = decide(known, [failed('a')], execution);
      return [known[0]?.state, known[0]?.executions];
    });
    expect(states).toEqual([
      ['retrying', 1],
      ['retrying', 1],
      ['retrying', 2],
      ['retrying', 2],
      ['dead', 3],
      ['dead', 4],
    ]);
  });

  it('makes it one at once where the job allows one', () => {
    expect(decide([], [failed('a')], 'e1', 1)).toMatchObject([{ state: 'dead' }]);
  });

  it('keeps a dead letter dead although the job allows more now', () => {
    const dead = decide([], [failed('a')], 'e1', 1);
    expect(decide(dead, [failed('a')], 'e2', 10)).toMatchObject([{ state: 'dead', executions: 2 }]);
  });

  it('closes it when the record is applied, and begins anew if it fails again', () => {
    const closed = decide(decide([], [failed('a')], 'e1', 1), [applied('a')], 'e2');
    expect(closed).toMatchObject([{ state: 'resolved' }]);
    expect(decide(closed, [failed('a')], 'e3')).toMatchObject([{ state: 'retrying', executions: 1 }]);
  });

  it('knows a failure by its id, and a new one has none yet', () => {
    const circumstances = { executionId: 'e2', deadLetterAfter: 3, now: NOW };
    const known = decide([], [failed('a')]).map((failure) => ({ ...failure, id: '7' }));
    const { saves, resolved } = decideFailures(known, [failed('a'), failed('b')], circumstances);
    expect(saves.map(({ key, id }) => [key, id])).toEqual([
      ['a', '7'],
      ['b', null],
    ]);
    expect(resolved).toEqual([]);
    expect(decideFailures(known, [applied('a')], circumstances)).toEqual({ saves: [], resolved: ['7'] });
  });

  it('remembers the latest events of a record that fails for ever', () => {
    let known: KnownFailure[] = [];
    for (let run = 1; run <= EVENTS_KEPT + 5; run += 1) known = decide(known, [failed('a')], `e${run}`);
    const history = known[0]!.history.map((event) => event.kind === 'failed' && event.executionId);
    expect(history).toHaveLength(EVENTS_KEPT);
    expect([history.at(0), history.at(-1)]).toEqual(['e6', 'e25']);
  });

  it('counts no execution twice of which it has forgotten the event', () => {
    const known = decide([], [failed('a')]).map((failure) => ({ ...failure, history: [] }));
    expect(decide(known, [failed('a')], 'e1')).toMatchObject([{ executions: 1, history: [] }]);
  });

  it('counts an execution that applied the record before and only then failed to', () => {
    let known = decide([], [failed('a')], 'e1');
    known = decide(known, [applied('a')], 'e2').map((failure) => ({
      ...failure,
      history: [...failure.history, { kind: 'resolved', at: NOW, executionId: 'e2' }],
    }));
    known = decide(known, [failed('a')], 'e3');
    expect(decide(known, [failed('a')], 'e2')).toMatchObject([{ executions: 2, lastExecutionId: 'e2' }]);
  });

  it('takes the last of a record that comes twice', () => {
    expect(decide([], [failed('a'), applied('a')])).toEqual([]);
    expect(decide([], [applied('a'), failed('a')])).toMatchObject([{ state: 'retrying' }]);
  });

  it('lets what was observed earlier prove nothing', () => {
    const known = decide([], [failed('a', { observedAt: seen(5) })]);
    expect(decide(known, [applied('a', 4)], 'e2')).toEqual(known);
    expect(decide(known, [failed('a', { observedAt: seen(4) })], 'e2')).toEqual(known);
    expect(decide(known, [applied('a', 5)], 'e2')).toMatchObject([{ state: 'resolved' }]);
  });

  it('keeps the payload, and when it was observed, where a later run gets none', () => {
    const known = decide([], [failed('a')]);
    const refused = failed('a', { payload: null, stage: 'read', observedAt: seen(9) });
    expect(decide(known, [refused], 'e2')).toMatchObject([
      { payloadDigest: 'd1', observedAt: seen(1), executions: 2 },
    ]);
    expect(decide([], [refused])).toMatchObject([{ payloadDigest: null, observedAt: seen(9) }]);
  });

  it('takes the newer payload, and when that was observed', () => {
    const payload = { raw: '{"n":1}', digest: 'd2', version: null, modifiedAt: null };
    const newer = failed('a', { payload, observedAt: seen(9) });
    expect(decide(decide([], [failed('a')]), [newer], 'e2')).toMatchObject([
      { payloadDigest: 'd2', observedAt: seen(9) },
    ]);
  });

  it('leaves a discarded one alone until its payload is another', () => {
    const discarded = decide([], [failed('a')]).map((failure) => ({
      ...failure,
      state: 'discarded' as const,
    }));
    expect(decide(discarded, [failed('a')], 'e2')).toEqual(discarded);
    expect(decide(discarded, [applied('a')], 'e2')).toEqual(discarded);
    expect(decide(discarded, [failed('a', { payload: null })], 'e2')).toEqual(discarded);
    const payload = { raw: '{"n":1}', digest: 'd2', version: null, modifiedAt: null };
    expect(decide(discarded, [failed('a', { payload })], 'e2')).toMatchObject([
      { state: 'retrying', executions: 1 },
    ]);
  });

  it('gives the same, delivered twice', () => {
    const record = fc.oneof(
      fc
        .record({ key: fc.constantFrom('a', 'b', 'c'), hour: fc.nat(9) })
        .map(({ key, hour }) => applied(key, hour)),
      fc
        .record({ key: fc.constantFrom('a', 'b', 'c'), hour: fc.nat(9) })
        .map(({ key, hour }) => failed(key, { observedAt: seen(hour) })),
    );
    fc.assert(
      fc.property(fc.array(fc.array(record)), fc.array(record), (earlier, records) => {
        const known = earlier.reduce((rows, page, n) => decide(rows, page, `e${n}`), [] as KnownFailure[]);
        const once = decide(known, records, 'now');
        const state = (rows: KnownFailure[]) =>
          rows.map(({ key, state, executions }) => [key, state, executions]);
        // A record that failed and was applied in the same page may begin anew; all others stay as they are.
        expect(state(decide(once, records, 'now'))).toEqual(state(once));
        for (const { history } of once) expect(history.length).toBeLessThanOrEqual(EVENTS_KEPT);
      }),
    );
  });
});

describe('failureKey', () => {
  it('is another for every id, and of every payload without one', () => {
    const payload = () => 'x';
    const keys = [failureKey('a', payload), failureKey('b', payload), failureKey(null, payload)];
    expect(new Set([...keys, failureKey(null, () => 'y')]).size).toBe(4);
  });

  it('never takes an id for a payload', () => {
    expect(failureKey('payload:1', () => 'x')).not.toBe(failureKey(null, () => '1'));
    expect(failureKey(null, () => 'digest')).toBe('payload:digest');
  });

  it('is one of its own for an entry whose id belongs to another, so that neither closes the other', () => {
    const payload = () => 'x';
    const twin = failureKey('7', payload, 'record.id_taken');
    const others = [
      failureKey('7', payload),
      failureKey('7', payload, 'record.too_deep'),
      failureKey('twin:7', payload),
      failureKey('8', payload, 'record.id_taken'),
      failureKey(null, payload, 'record.id_taken'),
    ];
    expect(others).not.toContain(twin);
    expect(others.slice(0, 2)).toEqual(['id:7', 'id:7']);
    expect(failureKey('7', () => 'y', 'record.id_taken')).toBe(twin);
  });
});
