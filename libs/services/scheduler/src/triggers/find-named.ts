import { SyncError, type Connection, type Job } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By its id or its name. Rejects with `request.not_found`, also where it was removed. */
export async function findJob({ jobs }: Transaction, reference: string): Promise<Job> {
  const job = UUID.test(reference) ? await jobs.find(reference) : await jobs.findByName(reference);
  if (job !== undefined && job.removedAt === undefined) return job;
  throw new SyncError('request.not_found', `There is no job "${reference}"`);
}

/** The same of a connection. */
export async function findConnection({ connections }: Transaction, reference: string): Promise<Connection> {
  const connection = UUID.test(reference)
    ? await connections.find(reference)
    : await connections.findByName(reference);
  if (connection !== undefined && connection.removedAt === undefined) return connection;
  throw new SyncError('request.not_found', `There is no connection "${reference}"`);
}
