import { SyncError } from '../errors/sync-error.js';
import type { CancelCause } from './cancel-reason.js';
import { endedAs } from './ended-as.js';
import type { Execution } from './execution.js';
import { mayMove } from './status.js';
import { decideEnd } from './status-table.js';

export interface Canceller {
  readonly actor: string;
  readonly now: Date;
  /** What else it ends with; absent: it alone is cancelled. */
  readonly cause?: CancelCause;
}

export type Cancelling =
  | { readonly kind: 'cancel'; readonly execution: Execution }
  /** It was cancelled before: asking again changes nothing. */
  | { readonly kind: 'already_cancelled' };

/**
 * Whether a person may cancel this execution, and the execution as it then is. The raised epoch takes the right to write
 * away from everybody who had it. Throws `request.wrong_state`.
 */
export function decideCancel(execution: Execution, { actor, now, cause }: Canceller): Cancelling {
  if (execution.status === 'cancelled') return { kind: 'already_cancelled' };
  if (!mayMove(execution.status, 'cancelled')) {
    throw new SyncError(
      'request.wrong_state',
      `The execution has ended already (${execution.status}): there is nothing left to cancel`,
    );
  }
  const end = decideEnd({
    cancelledBy: actor,
    cause,
    breakerCounts: { processed: 0, failed: 0 },
    inputs: 0,
    failed: 0,
  });
  return { kind: 'cancel', execution: endedAs(execution, end, now) };
}
