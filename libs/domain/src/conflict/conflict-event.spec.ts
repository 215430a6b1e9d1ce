import type { Conflict } from './conflict.js';
import { conflictEvent, EVENTS_KEPT, withEvent, type ConflictEvent } from './conflict-event.js';
import {
  expireConflict,
  followConflict,
  followJoin,
  concludeConflict,
  type FoundConflict,
} from './follow-conflict.js';
import { decideConflict } from './decide-conflict.js';

const field = { place: ['a'], path: 'a', base: { local: 1, remote: 1 }, local: 2, remote: 3 };
const found = (more: Partial<FoundConflict> = {}): FoundConflict => ({
  ...{ kind: 'data', fields: [field], asks: 'review', remoteVersion: null, policy: 'manual' },
  ...more,
});
const after = (step: ReturnType<typeof followConflict>): Conflict => {
  if (step.kind === 'keep') throw new Error('nothing was written');
  return step.conflict;
};
const open = after(followConflict(undefined, found()));
const decision = {
  by: 'ann',
  reason: null,
  at: '2026-11-30T00:00:00Z',
  fields: {},
  others: 'local',
} as const;
const decided = decideConflict(open, { ...decision, revision: 1 });
const taken = { ...decided, isTaken: true };

it('each step of a life has a name', () => {
  const other = after(followConflict(open, found({ fields: [{ ...field, remote: 4 }] })));
  expect(conflictEvent(undefined, open)).toBe('opened');
  expect(conflictEvent(open, other)).toBe('changed');
  expect(conflictEvent(open, decided)).toBe('decided');
  expect(conflictEvent(decided, taken)).toBe('taken');
  expect(conflictEvent(taken, { ...taken, isCarriedOut: true })).toBe('carried_out');
  expect(conflictEvent(decided, after(followJoin(decided, found(), false)))).toBe('reopened');
  expect(conflictEvent(open, after(followConflict(open, undefined)))).toBe('closed');
  expect(conflictEvent(open, expireConflict(open))).toBe('expired');
  expect(conflictEvent(open, { ...open, remoteVersion: '8' })).toBeUndefined();
});

it('the first step and the last ones are kept', () => {
  const event = (revision: number): ConflictEvent => ({
    kind: 'changed',
    at: '',
    revision,
    by: null,
    reason: null,
  });
  let history: readonly ConflictEvent[] = [];
  for (let revision = 1; revision <= EVENTS_KEPT + 5; revision += 1)
    history = withEvent(history, event(revision));
  expect(history).toHaveLength(EVENTS_KEPT);
  expect(history[0]?.revision).toBe(1);
  expect(history[1]?.revision).toBe(7);
  expect(history.at(-1)?.revision).toBe(EVENTS_KEPT + 5);
});

describe('after a run has joined the record', () => {
  it('a decision is taken, and carried out once nothing is left to be sent', () => {
    expect(followJoin(decided, undefined, true)).toMatchObject({
      conflict: { state: 'resolved', isTaken: true, isCarriedOut: false },
    });
    expect(followJoin(decided, undefined, false)).toMatchObject({
      conflict: { isTaken: true, isCarriedOut: true },
    });
    expect(followJoin(taken, undefined, true)).toEqual({ kind: 'keep' });
    expect(followJoin(taken, undefined, false)).toMatchObject({ conflict: { isCarriedOut: true } });
  });

  it('a decision that does not fit any more is asked about again, of whatever kind it is now', () => {
    expect(followJoin(taken, found({ kind: 'delete_vs_change' }), false)).toMatchObject({
      kind: 'change',
      conflict: { state: 'open', kind: 'delete_vs_change', revision: 3, isTaken: false },
    });
  });

  it('what the provider refuses stays open until nothing is left to be sent', () => {
    const refused = after(followConflict(undefined, found({ kind: 'version' })));
    expect(followJoin(refused, undefined, true)).toEqual({ kind: 'keep' });
    expect(followJoin(refused, undefined, false)).toMatchObject({ conflict: { state: 'resolved' } });
    expect(followJoin(open, undefined, true)).toMatchObject({ conflict: { state: 'resolved' } });
  });

  it('a push concludes what it sends, and nothing that was not taken', () => {
    expect(concludeConflict(taken)).toMatchObject({ conflict: { isCarriedOut: true } });
    expect(concludeConflict(decided)).toEqual({ kind: 'keep' });
    expect(concludeConflict(open)).toEqual({ kind: 'keep' });
    const refused = after(followConflict(undefined, found({ kind: 'version' })));
    expect(concludeConflict(refused)).toMatchObject({ conflict: { state: 'resolved', decision: null } });
  });
});
