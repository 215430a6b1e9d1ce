import { takeBackFailure, type End } from '@evenkeel/domain';
import type { Acting } from './acting.js';

const TAKEN_AT_ONCE = 1_000;

/**
 * A run that its breaker stopped says little of each record: what it kept of those that failed is undone, also where pages
 * were applied before it was stopped. Nothing is lost by that, for the watermark stays and such a run is not resumed. No
 * page of it can be applied any more when this is called.
 */
export async function takeBackFailures({ tx, execution, job }: Acting, { reason }: End): Promise<void> {
  if (reason?.kind !== 'circuit_breaker') return;
  const { id, jobId } = execution;
  const { deadLetterAfter } = job.definition;
  for (;;) {
    const failures = await tx.failures.lockFailedIn(jobId, id, TAKEN_AT_ONCE);
    await tx.failures.takeBack(failures.map((failure) => takeBackFailure(failure, id, deadLetterAfter)));
    if (failures.length < TAKEN_AT_ONCE) return;
  }
}
