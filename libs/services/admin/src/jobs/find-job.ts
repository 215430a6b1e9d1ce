import { looksLikeAnId } from '@evenkeel/contracts-http';
import { SyncError, type Job } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Finds a job by its id or its name. Rejects with `request.not_found`. */
export async function findJob(tx: Transaction, reference: string): Promise<Job> {
  const found = looksLikeAnId(reference)
    ? await tx.jobs.find(reference)
    : await tx.jobs.findByName(reference);
  if (found === undefined) throw new SyncError('request.not_found', `There is no job "${reference}"`);
  return found;
}
