import type { ConnectionId, Job, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** Those that were removed are found by id and by {@link JobRepository.findRemoved} only. */
export interface JobRepository {
  /** Stores revision 1. Rejects with `request.already_exists` if the name is taken, or the stream has an inbound job already. */
  insert(job: Job): Promise<void>;
  /** The given revision, by default the newest. */
  find(id: JobId, revision?: number): Promise<Job | undefined>;
  /** Newest revision, locked against a change, a removal and the opening of a run. */
  lock(id: JobId): Promise<Job | undefined>;
  /** Those that are there and bring records of this type, by name. */
  listOfRecordType(recordType: string): Promise<readonly Job[]>;
  /** Not among those that were removed. */
  findByName(name: string): Promise<Job | undefined>;
  /** The last of this name that was removed. */
  findRemoved(name: string): Promise<Job | undefined>;
  /** Stores the job under its name as its newest revision; it must be locked. Rejects with `request.already_exists` if the name is taken. */
  saveRevision(job: Job): Promise<void>;
  /** Makes one change at a time of who depends on whom, until the end of the transaction. */
  lockDependencies(): Promise<void>;
  list(request: ListRequest): Promise<Listed<Job>>;
  /** Ids of those whose newest revision depends on this one. */
  listDependents(id: JobId): Promise<readonly JobId[]>;
  /** Those that take webhooks of this stream. */
  listForWebhook(connectionId: ConnectionId, stream: string): Promise<readonly Job[]>;
  /** Those that take what messages on a trigger topic say of this stream. */
  listForEvent(connectionId: ConnectionId, stream: string): Promise<readonly Job[]>;
  /** Those that listen to this topic. */
  listForTopic(topic: string): Promise<readonly Job[]>;
}
