import { InvalidFields } from '../errors/invalid-fields.js';
import { SyncError } from '../errors/sync-error.js';
import { join, sentOf, sides } from '../three-way/testing/sides.js';
import { CONFLICT_STATE_TABLE, CONFLICT_STATES, type Conflict, type ConflictField } from './conflict.js';
import { decideConflict, decidedChoice, type AskedDecision } from './decide-conflict.js';
import { expireConflict, followConflict, type FoundConflict } from './follow-conflict.js';
import { undoDecision } from './undo-decision.js';

const field = (path: string, local: unknown, remote: unknown): ConflictField =>
  ({ path, base: { local: 1, remote: 1 }, local, remote }) as ConflictField;
const found = (more: Partial<FoundConflict> = {}): FoundConflict => ({
  ...{ kind: 'data', fields: [field('a', 2, 3)], asks: 'review', remoteVersion: '7', policy: 'manual' },
  ...more,
});
const conflictOf = (step: ReturnType<typeof followConflict>): Conflict => {
  if (step.kind === 'keep') throw new Error('nothing was written');
  return step.conflict;
};
const open = (more: Partial<FoundConflict> = {}): Conflict =>
  conflictOf(followConflict(undefined, found(more)));
const decision = (more: Partial<AskedDecision> = {}): AskedDecision => ({
  ...{ revision: 1, by: 'ann', reason: 'she called', at: '2026-11-30T00:00:00Z', fields: {} },
  ...more,
});

describe('the states of a conflict', () => {
  it('lead to one another, and some nowhere', () => {
    for (const state of CONFLICT_STATES) {
      const { isOpen, next } = CONFLICT_STATE_TABLE[state];
      if (isOpen) expect(next).toContain('resolved');
      expect(next).not.toContain(state);
    }
  });
});

describe('a conflict that is followed', () => {
  it('opens once, and is not written again while nothing changes (C29)', () => {
    const conflict = open();
    expect(conflict).toMatchObject({ state: 'open', revision: 1, decision: null, isCarriedOut: false });
    expect(followConflict(conflict, found())).toEqual({ kind: 'keep' });
    const two = open({ fields: [field('a', 2, 3), field('b', 2, 3)] });
    expect(followConflict(two, found({ fields: [field('b', 2, 3), field('a', 2, 3)] }))).toEqual({
      kind: 'keep',
    });
    expect(followConflict(undefined, undefined)).toEqual({ kind: 'keep' });
  });

  it.each([
    ['another value', { fields: [field('a', 2, 4)] }],
    ['no value', { fields: [field('a', 2, undefined)] }],
    ['null', { fields: [field('a', 2, null)] }],
    ['another field', { fields: [field('a', 2, 3), field('b', 2, 3)] }],
    ['another base', { fields: [{ ...field('a', 2, 3), base: undefined }] }],
  ])('is refreshed in place when there is %s', (_what, more: Partial<FoundConflict>) => {
    const step = followConflict(open(), found(more));
    const { asks: _, ...now } = found(more);
    expect(step).toMatchObject({ kind: 'change', conflict: { ...now, state: 'open', revision: 2 } });
  });

  it('notes another version without making decisions stale', () => {
    expect(followConflict(open(), found({ remoteVersion: '8' }))).toMatchObject({
      kind: 'change',
      conflict: { remoteVersion: '8', revision: 1 },
    });
  });

  it('asks a model again when it is refreshed', () => {
    const proposing = open({ asks: 'proposal' });
    expect(proposing.state).toBe('proposing');
    expect(followConflict(proposing, found({ asks: 'proposal', fields: [field('a', 2, 4)] }))).toMatchObject({
      conflict: { state: 'proposing', revision: 2 },
    });
  });

  it('gives way to one of another kind', () => {
    const step = followConflict(open(), found({ kind: 'version' }));
    expect(step).toMatchObject({
      kind: 'supersede',
      ended: { state: 'superseded', revision: 2 },
      conflict: { kind: 'version', revision: 1 },
    });
  });

  it('closes by itself when the sides agree, and a later one is another', () => {
    const closed = conflictOf(followConflict(open(), undefined));
    expect(closed).toMatchObject({ state: 'resolved', revision: 2, decision: null });
    expect(followConflict(closed, undefined)).toEqual({ kind: 'keep' });
    expect(followConflict(closed, found())).toMatchObject({ kind: 'open', conflict: { revision: 1 } });
  });

  it('ends with its record or job', () => {
    expect(expireConflict(open())).toMatchObject({ state: 'expired', revision: 2 });
    const ended = expireConflict(open());
    expect(expireConflict(ended)).toBe(ended);
    expect(followConflict(ended, found())).toMatchObject({ kind: 'open' });
  });

  it('opens again where a decision was not carried out (C30)', () => {
    const decided = decideConflict(open(), decision({ fields: { a: 'local' } }));
    expect(followConflict(decided, found({ fields: [field('a', 2, 4)] }))).toMatchObject({
      kind: 'change',
      conflict: { state: 'open', revision: 3, decision: null },
    });
    expect(followConflict(decided, undefined)).toEqual({ kind: 'keep' });
    expect(followConflict({ ...decided, isCarriedOut: true }, found())).toMatchObject({ kind: 'open' });
    expect(followConflict(decided, found({ kind: 'version' }))).toMatchObject({ kind: 'open' });
  });
});

describe('a decision', () => {
  const conflict = open({
    fields: [field('a', 2, 3), field('b', 2, undefined), { ...field('c', 2, 3), base: undefined }],
  });
  const decide = (more: Partial<AskedDecision>) => decideConflict(conflict, decision(more));

  it('names a value for each field, or one side for the others', () => {
    const decided = decide({ fields: { a: { value: 9 } }, others: 'remote' });
    expect(decided).toMatchObject({ state: 'resolved', revision: 2, isCarriedOut: false });
    expect(decided.decision).toEqual({
      ...{ by: 'ann', reason: 'she called', at: '2026-11-30T00:00:00Z' },
      fields: { a: { value: 9 }, b: 'remote', c: 'remote' },
    });
  });

  it('is refused where it was made on an earlier revision', () => {
    expect(() => decide({ revision: 0, others: 'local' })).toThrow(
      new SyncError('request.stale', 'The conflict has revision 1, and the decision was made on revision 0'),
    );
  });

  it('is refused where nothing is to be decided', () => {
    const decided = decide({ others: 'local' });
    expect(() => decideConflict(decided, decision({ revision: 2, others: 'local' }))).toThrow(
      new SyncError('request.wrong_state', 'The conflict is resolved; only an open one can be decided'),
    );
  });

  it('is refused with every field that is wrong', () => {
    expect(() => decide({ fields: { addres: 'local', a: 'base', c: 'base' } })).toThrow(
      new InvalidFields('request.invalid', [
        { path: 'addres', message: 'is not contested; there are a, b, c' },
        { path: 'b', message: 'is not decided: local, remote, base or a value' },
        {
          path: 'c',
          message:
            'has no base: it is not known on what the sides last agreed; choose local, remote or a value',
        },
      ]),
    );
    const named = open({ fields: [field('address', 1, 2)] });
    expect(() => decideConflict(named, decision({ fields: { addres: 'local' }, others: 'local' }))).toThrow(
      'did you mean address?',
    );
  });

  const given = sides({ a: 1, b: 1, c: 1, d: 1 }, { a: 2, b: 2, c: 2, d: 2 }, { a: 3, c: 3, d: 3 });
  const carryOut = (more: Partial<AskedDecision>, at = given) => {
    const decided = decide(more);
    return join(
      at,
      {},
      {
        contested: (each) => decidedChoice(decided, each) ?? { kind: 'undecided', asks: 'review' },
      },
    );
  };

  it('is carried out by joining', () => {
    const joined = carryOut({ fields: { a: { value: 9 }, b: 'base' }, others: 'remote' });
    expect(joined.local).toEqual({ a: 9, b: 1, c: 3, d: 2 });
    expect(sentOf(joined)).toEqual({ a: 9, b: 1 });
    expect(joined.open).toMatchObject([{ path: 'd' }]);
    expect(carryOut({ others: 'local' }).remote).toEqual({ a: 2, b: 2, c: 2, d: 3 });
  });

  it('is not carried out where a side has something else than was decided on (C30)', () => {
    const moved = sides({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 5 }, { a: 4, c: 3 });
    const joined = carryOut({ others: 'local' }, moved);
    expect(joined.open).toMatchObject([{ path: 'a' }, { path: 'c' }]);
    expect(sentOf(joined)).toEqual({ b: 2 });
  });
});

describe('undoing a decision', () => {
  const decided = decideConflict(open(), decision({ fields: { a: { value: 9 } } }));
  const conflict = { ...decided, isTaken: true };
  const written = { path: 'a', local: 9, remote: '9', base: { local: 9, remote: '9' } };

  it('puts back what both sides had, while it is untouched', () => {
    const undone = undoDecision({ ...conflict, isCarriedOut: true }, [written]);
    expect(undone.restored).toEqual([field('a', 2, 3)]);
    expect(undone.conflict).toMatchObject({
      state: 'open',
      revision: 3,
      decision: null,
      isCarriedOut: false,
    });
  });

  it('is possible before the decision was carried out, or taken', () => {
    const waiting = { path: 'a', local: 9, remote: 3, base: { local: 3, remote: 3 } };
    expect(undoDecision(conflict, [waiting]).restored).toHaveLength(1);
    expect(() => undoDecision(conflict, [{ ...waiting, remote: 4 }])).toThrow('Changed since the decision');
    expect(undoDecision(decided, []).conflict).toMatchObject({ state: 'open', revision: 3 });
  });

  it.each([
    ['here', { ...written, local: 8 }],
    ['at the provider', { ...written, remote: '8' }],
    ['so that it is not there', { ...written, path: 'b' }],
  ])('is refused where a field was changed %s', (_, now) => {
    expect(() => undoDecision({ ...conflict, isCarriedOut: true }, [now])).toThrow(
      new SyncError('request.wrong_state', 'Changed since the decision, so it cannot be undone: a'),
    );
  });

  it('is refused where the record as a whole was decided on, once that was taken', () => {
    const deleted = open({ kind: 'delete_vs_change', fields: [field('$', undefined, { a: 1 })] });
    expect(() => decideConflict(deleted, decision({ others: 'base' }))).toThrow('choose local or remote');
    const kept = decideConflict(deleted, decision({ others: 'remote' }));
    expect(undoDecision(kept, []).conflict).toMatchObject({ state: 'open' });
    expect(() => undoDecision({ ...kept, isTaken: true }, [])).toThrow('restore or delete it here instead');
  });

  it('is refused where nothing was decided', () => {
    expect(() => undoDecision(open(), [])).toThrow('The conflict is open and has no decision to undo');
    const closed = conflictOf(followConflict(open(), undefined));
    expect(() => undoDecision(closed, [])).toThrow('The conflict is resolved and has no decision to undo');
  });
});
