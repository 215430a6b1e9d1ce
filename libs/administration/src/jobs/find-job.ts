import { looksLikeAnId } from '@evenkeel/contracts-admin';
import { SyncError, type Job, type JobId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { meant } from '../meant.js';

/** Finds a job by its id or its name. Rejects with `request.not_found`, also where it was removed. */
export async function findJob(tx: Transaction, reference: string): Promise<Job> {
  const found = looksLikeAnId(reference)
    ? await tx.jobs.find(reference)
    : await tx.jobs.findByName(reference);
  return assertThere(tx, found ?? (await tx.jobs.findRemoved(reference)), reference);
}

/** The same for those who read its history: a removed one has it too. */
export async function findJobEver(tx: Transaction, reference: string): Promise<Job> {
  const found = looksLikeAnId(reference)
    ? await tx.jobs.find(reference)
    : ((await tx.jobs.findByName(reference)) ?? (await tx.jobs.findRemoved(reference)));
  return found ?? unknownJob(tx, reference);
}

/** Rejects with `request.not_found` where nothing of this job can run any more. */
export async function assertJobIsThere(tx: Transaction, id: JobId): Promise<void> {
  await assertThere(tx, await tx.jobs.find(id), id);
}

async function assertThere(tx: Transaction, job: Job | undefined, reference: string): Promise<Job> {
  if (job?.removedAt === undefined) return job ?? unknownJob(tx, reference);
  throw new SyncError('request.not_found', `Job ${job.name} was removed at ${job.removedAt.toISOString()}`);
}

async function unknownJob(tx: Transaction, reference: string): Promise<never> {
  const guess = await meant(reference, (request) => tx.jobs.list(request));
  throw new SyncError('request.not_found', `There is no job "${reference}"${guess}`);
}
