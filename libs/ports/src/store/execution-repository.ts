import type {
  ConnectionId,
  Execution,
  ExecutionId,
  ExecutionStatus,
  JobId,
  JobMode,
  Problem,
  Receipt,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from './listed.js';

export interface ExecutionFilter {
  readonly jobId?: JobId;
  /** Leaves out executions that wrote nothing but a plan. */
  readonly withoutPreviews?: boolean;
  /** Only those of this status. */
  readonly status?: ExecutionStatus;
  /** Only those that exhausted their retries and wait for a person. */
  readonly deadLetters?: boolean;
}

/** A record that an execution did not simply create or find unchanged. */
export interface RecordOutcome {
  readonly externalId: string | null;
  readonly outcome: string;
  readonly problem: Problem | null;
  /** The provider's record as it came, kept where it could not be applied. */
  readonly raw: string | null;
}

export interface ExecutionRepository {
  insert(execution: Execution): Promise<void>;
  find(id: ExecutionId): Promise<Execution | undefined>;
  lock(id: ExecutionId): Promise<Execution | undefined>;
  /** Saves all that may change (job revision, mode, scope, priority, path, expected, status, phase, epoch, reason, times, who holds it); this transaction holds its lock. */
  save(execution: Execution): Promise<void>;
  /** Locks the job against another opening, then finds its bulk executions that have not ended. */
  lockBulkOf(
    jobId: JobId,
  ): Promise<{ readonly active: Execution | undefined; readonly queued: Execution | undefined }>;
  list(filter: ExecutionFilter, request: ListRequest): Promise<Listed<Execution>>;
  saveReceipt(id: ExecutionId, receipt: Receipt): Promise<void>;
  receipt(id: ExecutionId): Promise<Receipt | undefined>;
  /** The status of the latest bulk execution of each of these jobs; a job that has none is left out. */
  latestBulk(jobIds: readonly JobId[]): Promise<ReadonlyMap<JobId, ExecutionStatus>>;
  /** Records that the last completed bulk execution of the job in this mode read; undefined if there was none. */
  lastSize(jobId: JobId, mode: JobMode): Promise<number | undefined>;
  /** Ids of executions that run or would if their connection and the engine did; of one connection, or of all (null). */
  listGoing(connectionId: ConnectionId | null): Promise<readonly ExecutionId[]>;
  /** Those whose next attempt is due, locked, without those that somebody else has locked. */
  lockDueRetries(limit: number): Promise<readonly Execution[]>;
  /** No ended bulk execution of this job is tried again by itself. */
  cancelRetries(jobId: JobId): Promise<void>;
  /** Nothing of this job is tried again by itself, and none of its runs waits for a person as a dead letter. */
  giveUpRetries(jobId: JobId): Promise<void>;
  /** Ids of those of a job that have not ended, in every lane; at most `limit`. */
  listUnended(jobId: JobId, limit: number): Promise<readonly ExecutionId[]>;
  /** The dead letters that this execution, which did what it should, stands in for: those of its job, or the one it tried again. */
  resolveDeadLetters(done: Execution): Promise<void>;
  /** Jobs that have a queued bulk execution and no active one. */
  listJobsWithWaitingRun(): Promise<readonly JobId[]>;
  /** The outcomes with a problem first come first served, in the order they were applied. */
  listOutcomes(id: ExecutionId, request: ListRequest): Promise<Listed<RecordOutcome>>;
}
