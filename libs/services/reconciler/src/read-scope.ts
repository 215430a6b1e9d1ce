import { decideScope, NOT_TRIED_UNASKED, type Job, type Scope, type Trigger } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Of more failures than this the oldest are tried again; the others have their turn in the next run. */
const MOST_RETRIED = 10_000;

/** What a run of the job that begins now is to read. */
export async function readScope(tx: Transaction, job: Job, trigger: Trigger): Promise<Scope> {
  const watermark = await tx.watermarks.find(job.id);
  const scope = decideScope(job, trigger, watermark);
  if (scope.kind !== 'incremental' || scope.backfill !== undefined) return scope;
  const due = { jobId: job.id, states: ['retrying'], exceptCodes: NOT_TRIED_UNASKED } as const;
  const retrying = await tx.failures.listIds(due, MOST_RETRIED);
  return decideScope(job, trigger, watermark, retrying);
}
