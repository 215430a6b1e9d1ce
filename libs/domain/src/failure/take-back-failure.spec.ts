import { decideFailures, type FailedRecord } from './decide-failures.js';
import type { FailureEvent, KnownFailure } from './failure.js';
import { takeBackFailure } from './take-back-failure.js';

const at = '2026-11-21T12:00:00.000Z';
const failed = (executionId: string): FailureEvent => ({
  kind: 'failed',
  at,
  executionId,
  code: 'c',
  message: 'm',
});
const failure = (changes: Partial<KnownFailure>): KnownFailure => ({
  id: '1',
  key: 'id:a',
  state: 'retrying',
  executions: 1,
  lastExecutionId: 'broken',
  payloadDigest: 'digest',
  observedAt: at,
  firstFailedAt: at,
  history: [failed('broken')],
  ...changes,
});
const takeBack = (known: KnownFailure) => takeBackFailure(known, 'broken', 3);

describe('a failure of a run that was stopped by its breaker', () => {
  it('is not kept where nothing was known before', () => {
    expect(takeBack(failure({}))).toEqual({ kind: 'remove', id: '1' });
  });

  it('is no dead letter because of it', () => {
    const history = [failed('first'), failed('second'), failed('broken')];
    expect(takeBack(failure({ state: 'dead', executions: 3, history }))).toEqual({
      kind: 'restore',
      id: '1',
      state: 'retrying',
      executions: 2,
      lastExecutionId: 'second',
      history: [failed('first'), failed('second')],
      forgetsPayload: false,
    });
  });

  it('stays the dead letter that it was', () => {
    const history = [failed('1'), failed('2'), failed('3'), failed('broken')];
    expect(takeBack(failure({ state: 'dead', executions: 4, history }))).toMatchObject({ state: 'dead' });
  });

  it.each(['resolved', 'discarded'] as const)(
    'is %s as it was, and says nothing of the new payload',
    (kind) => {
      const closed =
        kind === 'resolved'
          ? ({ kind, at, executionId: 'second' } as const)
          : ({ kind, at, actor: 'ada', reason: 'old' } as const);
      const history = [failed('first'), closed, failed('broken')];
      expect(takeBack(failure({ history }))).toMatchObject({
        kind: 'restore',
        state: kind,
        forgetsPayload: true,
      });
    },
  );

  it('is resolved where the run itself had applied its record before it failed', () => {
    const applied = { kind: 'resolved', at, executionId: 'broken' } as const;
    const history = [failed('first'), applied, failed('broken')];
    expect(takeBack(failure({ history }))).toMatchObject({
      state: 'resolved',
      history: [failed('first'), applied],
    });
  });

  it.each(['retried', 'edited'] as const)('is not opened again because a person has %s it', (kind) => {
    const discarded = { kind: 'discarded', at, actor: 'ada', reason: 'old' } as const;
    const history = [failed('first'), discarded, { kind, at, actor: 'ada' }, failed('broken')];
    expect(takeBack(failure({ history }))).toMatchObject({ state: 'discarded', lastExecutionId: 'first' });
  });

  it('is as it was before, whatever it was', () => {
    const again: FailedRecord = {
      kind: 'failed',
      key: 'id:a',
      externalId: 'a',
      observedAt: at,
      stage: 'map',
      problem: { code: 'c', errorClass: 'data', message: 'm', remedy: 'r' },
      pattern: 'm',
      groupKey: 'g',
      payload: null,
      mapped: null,
    };
    for (const executions of [1, 2, 3, 4]) {
      const history = Array.from({ length: executions }, (_, nth) => failed(`e${nth}`));
      const state = executions >= 3 ? 'dead' : 'retrying';
      const before = failure({ executions, history, state, lastExecutionId: `e${executions - 1}` });
      const { saves } = decideFailures([before], [again], {
        executionId: 'broken',
        deadLetterAfter: 3,
        now: at,
      });
      const after = { ...before, ...saves[0]!, id: '1', lastExecutionId: 'broken' };
      const { state: was, lastExecutionId } = before;
      expect(takeBack(after)).toMatchObject({ state: was, executions, lastExecutionId, history });
    }
  });
});
