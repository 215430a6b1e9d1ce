import {
  isEndedByTimeOnly,
  isOfEndless,
  listingUnended,
  newInactivationApproval,
  type Problem,
} from '@evenkeel/domain';
import type { Acting } from './acting.js';

/**
 * What a listing has created that was stopped because it did not end may be made up: it stays, and a person is asked whether it is
 * to be inactivated.
 */
export async function askAboutCreated(acting: Acting, { code, message }: Problem): Promise<void> {
  if (acting.execution.lane !== 'bulk' || !isOfEndless(code)) return;
  await ask(acting, () => message);
}

/** The same where only the time of the run has ended its listing; gives how many records it is about. Its chunks are abandoned. */
export async function askAboutUnended(acting: Acting): Promise<number> {
  const { tx, execution, job, chunks, references } = acting;
  // A person who was asked before has said that it goes on.
  if ((await tx.inactivationApprovals.ofExecution(execution.id)) !== undefined) return 0;
  const { contract, timeoutMinutes } = job.definition;
  const { items: waiting } = await tx.inactivationApprovals.list(
    { jobId: job.id, state: 'waiting' },
    { after: null, limit: 100 },
  );
  const activeAtStart = await tx.candidates.activeAtStart(execution.id, references);
  if (!isEndedByTimeOnly({ lane: execution.lane, contract, chunks, activeAtStart, waiting })) return 0;
  return ask(acting, (created) => listingUnended(timeoutMinutes, created).message);
}

/** Gives how many records it is about. */
async function ask(
  { tx, execution, references, ids, now }: Acting,
  say: (created: number) => string,
): Promise<number> {
  const { id: executionId, tenantId, jobId } = execution;
  // What was judged already was a listing that ended.
  if (await tx.closeOuts.isJudged(executionId)) return 0;
  const candidates = await tx.candidates.freezeCreated(executionId);
  if (candidates === 0) return 0;
  const active = candidates + (await tx.candidates.activeAtStart(executionId, references));
  await tx.candidates.giveVerdict(executionId, 0, 'awaiting_approval');
  // What changes from the next moment on was changed since.
  const since = new Date(now.getTime() + 1);
  const judged = { complete: false, reason: say(candidates), active, candidates, since };
  await tx.closeOuts.saveJudgement({ executionId, jobId, ...judged });
  const asked = { id: ids.next(), tenantId, jobId, executionId, cause: 'endless_listing' } as const;
  const approval = newInactivationApproval({ ...asked, active, ceiling: 0, requestedAt: now });
  await tx.inactivationApprovals.insert({ ...approval, candidates });
  return candidates;
}
