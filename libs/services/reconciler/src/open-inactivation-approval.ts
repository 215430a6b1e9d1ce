import {
  INACTIVATION_APPROVAL_CAUSE_TABLE,
  makeChunks,
  pagesOfCandidates,
  planCloseOut,
  rereadsGranted,
  takeBackGrant,
  type InactivationApproval,
  type Execution,
  type Slice,
} from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Ids, StoredTrigger, Transaction } from '@evenkeel/ports';

/** What was granted, if it may be carried out now. Otherwise the trigger is settled, and a grant is to be given anew. */
export async function takeGrant(
  tx: Transaction,
  trigger: StoredTrigger,
): Promise<InactivationApproval | undefined> {
  const { active, queued } = await tx.executions.lockBulkOf(trigger.jobId);
  const approval = await tx.inactivationApprovals.lock(trigger.approvalId ?? '');
  const inTheWay = active ?? queued;
  if (approval?.state === 'granted' && inTheWay === undefined) return approval;
  // What runs before it lists anew, and may see what would be inactivated.
  if (approval?.state === 'granted') await tx.inactivationApprovals.save(takeBackGrant(approval));
  await tx.triggers.settle(trigger.id, 'skipped', inTheWay?.id ?? null);
  return undefined;
}

/**
 * The execution of a granted approval begins: what is deleted at the provider is pushed, else its candidates are frozen anew, without those that were seen or changed since
 * they were missed, and closed out as they would have been by the run that found them.
 */
export async function carryOutGrant(
  tx: Transaction,
  begun: Execution,
  { approval, ids }: { readonly approval: InactivationApproval; readonly ids: Ids },
): Promise<void> {
  const isThere = INACTIVATION_APPROVAL_CAUSE_TABLE[approval.cause].side === 'there';
  const execution: Execution = { ...begun, phase: isThere ? 'pushing' : 'finalizing' };
  await tx.executions.insert(execution);
  await tx.inactivationApprovals.save({ ...approval, carriedOutBy: execution.id });
  const slices = isThere ? [approvedPush(approval)] : await closeOutGranted(tx, execution, approval);
  await addChunks(tx, execution, makeChunks(execution, slices, { nextId: () => ids.next() }));
}

/** Each is decided anew when its page is frozen: what is here again, or gone there, is not deleted. */
function approvedPush({ id: approvalId }: InactivationApproval): Slice {
  return { kind: 'push', select: 'approved', approvalId };
}

async function closeOutGranted(
  tx: Transaction,
  { id: executionId, jobId }: Execution,
  approval: InactivationApproval,
): Promise<readonly Slice[]> {
  const frozen =
    approval.cause === 'announced'
      ? await tx.candidates.freezeAnnounced(executionId, approval.id)
      : await tx.candidates.freezeGranted({ id: executionId, jobId }, approval.executionId);
  const { since, candidates, due } = frozen;
  const judged = { complete: true, reason: null, active: approval.active, candidates, since };
  await tx.closeOuts.saveJudgement({ executionId, jobId, ...judged, approvalId: approval.id });
  const listing = await tx.closeOuts.listing(approval.executionId);
  const reread = rereadsGranted(approval.cause, listing, approval.active);
  // What a listing without end has given last is hardly a record that must be there.
  const isControlled = reread && approval.cause !== 'endless_listing';
  const control = isControlled ? ((await tx.closeOuts.findControl(approval.executionId)) ?? null) : null;
  return planCloseOut(pagesOfCandidates(due, due), { reread, control });
}
