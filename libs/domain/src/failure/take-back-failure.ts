import type { ExecutionId, FailureId } from '../ids.js';
import { stateAfter } from './decide-failures.js';
import type { FailureEvent, FailureState, KnownFailure } from './failure.js';

export type TakenBack =
  /** Nothing was known of it before. */
  | { readonly kind: 'remove'; readonly id: FailureId }
  | {
      readonly kind: 'restore';
      readonly id: FailureId;
      readonly state: FailureState;
      readonly executions: number;
      readonly lastExecutionId: ExecutionId;
      readonly history: readonly FailureEvent[];
      /** Its record was applied or judged before: what this execution kept of it is not what that was about. */
      readonly forgetsPayload: boolean;
    };

/**
 * A failure as it was before an execution that does not count: its runs are stopped because most of what they read failed,
 * which says little of each record.
 */
export function takeBackFailure(
  failure: Pick<KnownFailure, 'id' | 'executions' | 'history'>,
  executionId: ExecutionId,
  deadLetterAfter: number,
): TakenBack {
  const { id } = failure;
  const history = failure.history.filter(
    (event) => event.kind !== 'failed' || event.executionId !== executionId,
  );
  const failedIn = history.findLast((event) => event.kind === 'failed');
  if (failedIn === undefined) return { kind: 'remove', id };
  const executions = Math.max(1, failure.executions - 1);
  // There is one: the failure that is left.
  const last = history.findLast(({ kind }) => kind !== 'retried' && kind !== 'edited')!.kind;
  const before =
    last === 'resolved' || last === 'discarded' ? last : stateAfter(undefined, executions, deadLetterAfter);
  return {
    kind: 'restore',
    id,
    state: before,
    executions,
    lastExecutionId: failedIn.executionId,
    history,
    forgetsPayload: before === 'resolved' || before === 'discarded',
  };
}
