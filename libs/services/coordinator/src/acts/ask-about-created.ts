import { isOfEndless, type Problem } from '@evenkeel/domain';
import type { Acting } from './acting.js';

/**
 * What a listing has created that was stopped because it did not end may be made up: it stays, and a person is asked whether it is
 * to be inactivated.
 */
export async function askAboutCreated(
  { tx, execution, references, ids, now }: Acting,
  { code, message }: Problem,
): Promise<void> {
  const { id: executionId, tenantId, jobId, lane } = execution;
  if (lane !== 'bulk' || !isOfEndless(code)) return;
  // What was judged already was a listing that ended.
  if (await tx.closeOuts.isJudged(executionId)) return;
  const candidates = await tx.candidates.freezeCreated(executionId);
  if (candidates === 0) return;
  const active = candidates + (await tx.candidates.activeAtStart(executionId, references));
  await tx.candidates.giveVerdict(executionId, 0, 'awaiting_approval');
  // What changes from the next moment on was changed since.
  const since = new Date(now.getTime() + 1);
  const judged = { complete: false, reason: message, active, candidates, since };
  await tx.closeOuts.saveJudgement({ executionId, jobId, ...judged });
  await tx.inactivationApprovals.insert({
    id: ids.next(),
    tenantId,
    jobId,
    executionId,
    carriedOutBy: null,
    state: 'waiting',
    cause: 'endless_listing',
    candidates,
    active,
    ceiling: 0,
    requestedAt: now,
    decidedAt: null,
    decidedBy: null,
    reason: null,
  });
}
