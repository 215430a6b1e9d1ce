import type { ConnectionId, Execution, ExecutionId, ExecutionStatus, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface ExecutionFilter {
  readonly jobId?: JobId;
  /** Leaves out executions that wrote nothing but a plan. */
  readonly withoutPreviews?: boolean;
  /** Only those of one of these; left out: of any. */
  readonly statuses?: readonly ExecutionStatus[];
  /** Only those that exhausted their retries and wait for a person. */
  readonly deadLetters?: boolean;
}

export interface ExecutionRepository {
  insert(execution: Execution): Promise<void>;
  find(id: ExecutionId): Promise<Execution | undefined>;
  lock(id: ExecutionId): Promise<Execution | undefined>;
  /** Saves all that may change (job revision, mode, scope and its note, priority, path, expected, status, phase, epoch, reason, times, who holds it); this transaction holds its lock. */
  save(execution: Execution): Promise<void>;
  /** Locks the job against another opening, then finds its bulk executions that have not ended. */
  lockBulkOf(
    jobId: JobId,
  ): Promise<{ readonly active: Execution | undefined; readonly queued: Execution | undefined }>;
  list(filter: ExecutionFilter, request: ListRequest): Promise<Listed<Execution>>;
  /** The status of the latest bulk execution of each of these jobs; a job that has none is left out. */
  latestBulk(jobIds: readonly JobId[]): Promise<ReadonlyMap<JobId, ExecutionStatus>>;
  /** Ids of executions of a connection that run or would if it and the engine did. */
  listGoing(connectionId: ConnectionId): Promise<readonly ExecutionId[]>;
  /** Ids of those of a job, or of a connection, that have not ended, in every lane; at most `limit`. */
  listUnended(
    of: JobId | { readonly connection: ConnectionId },
    limit: number,
  ): Promise<readonly ExecutionId[]>;
}
