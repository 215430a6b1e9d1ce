import type { ExecutionId } from '../ids.js';
import { SyncError } from '../errors/sync-error.js';
import type { InactivationApproval } from './inactivation-approval.js';

export interface InactivationApprovalDecision {
  readonly actor: string;
  readonly now: Date;
}

/**
 * The approval once a person grants it; undefined if it was granted before. `underWay` is the run of the job that is active
 * or queued: what that finds is newer than what would be granted. Throws `request.wrong_state`.
 */
export function grantInactivations(
  approval: InactivationApproval,
  { actor, now, underWay }: InactivationApprovalDecision & { readonly underWay: ExecutionId | undefined },
): InactivationApproval | undefined {
  if (approval.state === 'granted') return undefined;
  assertWaiting(approval);
  if (underWay !== undefined) {
    throw refusal(
      `Execution ${underWay} of the same job is under way: decide on what it finds, or cancel it`,
    );
  }
  return { ...approval, state: 'granted', decidedAt: now, decidedBy: actor };
}

/** The approval once a person rejects it; undefined if it was rejected before. Throws `request.wrong_state`. */
export function rejectInactivations(
  approval: InactivationApproval,
  { actor, now, reason }: InactivationApprovalDecision & { readonly reason: string },
): InactivationApproval | undefined {
  if (approval.state === 'rejected') return undefined;
  assertWaiting(approval);
  return { ...approval, state: 'rejected', decidedAt: now, decidedBy: actor, reason };
}

/** As it was before it was granted: a run came first, and will say itself what is gone. */
export function takeBackGrant(approval: InactivationApproval): InactivationApproval {
  return { ...approval, state: 'waiting', decidedAt: null, decidedBy: null };
}

function assertWaiting({ id, state }: InactivationApproval): void {
  if (state === 'waiting') return;
  const why =
    state === 'superseded' ? 'a later listing was complete and says itself what is gone' : `it is ${state}`;
  throw refusal(`Approval ${id} is over: ${why}`);
}

function refusal(message: string): SyncError {
  return new SyncError('request.wrong_state', message);
}
