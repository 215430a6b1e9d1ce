import { decideResume, JOB_DEFAULTS, type Execution, type ExecutionId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** What stands beside an ended execution that is to go on. */
export interface ResumedBeside {
  /** The bulk execution of its job that has not ended; the caller holds the lock of the job. */
  readonly activeBulk: ExecutionId | undefined;
  /** Why it reads what it reads, where that is to be told anew. */
  readonly scopeNote?: string | null | undefined;
}

/**
 * Lets a locked execution that has ended go on from the last page that was applied; gives it as it was saved, or undefined if it
 * runs. Rejects with `request.wrong_state`.
 */
export async function resumeEnded(
  tx: Transaction,
  ended: Execution,
  { activeBulk, scopeNote = ended.scopeNote ?? null }: ResumedBeside,
): Promise<Execution | undefined> {
  const job = await tx.jobs.find(ended.jobId, ended.jobRevision);
  const asked = await tx.inactivationApprovals.ofExecution(ended.id);
  const decision = decideResume(ended, {
    asked,
    chunks: await tx.chunks.ofExecution(ended.id),
    activeBulk,
    timeoutMinutes: job?.definition.timeoutMinutes ?? JOB_DEFAULTS.timeoutMinutes,
    now: await tx.now(),
  });
  if (decision.kind !== 'resume') return undefined;
  const resumed = { ...decision.execution, scopeNote };
  await tx.executions.save(resumed);
  // What was kept is listed like any other record.
  if (asked?.cause === 'endless_listing') await tx.closeOuts.forget(ended.id);
  if (ended.plan) await tx.plans.resumeMaking(ended);
  await tx.chunks.replan(ended.id, resumed.epoch);
  return resumed;
}
