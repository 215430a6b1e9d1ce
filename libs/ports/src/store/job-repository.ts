import type { ConnectionId, Job, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest } from './listed.js';

export interface JobRepository {
  /** Stores revision 1. Rejects with `request.already_exists` if the name is taken, or the stream has an inbound job already. */
  insert(job: Job): Promise<void>;
  /** The given revision, by default the newest. */
  find(id: JobId, revision?: number): Promise<Job | undefined>;
  findByName(name: string): Promise<Job | undefined>;
  list(request: ListRequest): Promise<Listed<Job>>;
  /** Those with a schedule. */
  listScheduled(): Promise<readonly Job[]>;
  /** Ids of those whose newest revision depends on this one. */
  listDependents(id: JobId): Promise<readonly JobId[]>;
  /** Those that take webhooks of this stream. */
  listForWebhook(connectionId: ConnectionId, stream: string): Promise<readonly Job[]>;
}
