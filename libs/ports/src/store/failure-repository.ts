import type {
  ExecutionId,
  RecordFailure,
  FailureEvent,
  FailureId,
  FailureSave,
  FailureState,
  JobId,
  KnownFailure,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from './listed.js';

export interface FailureFilter {
  readonly jobId?: JobId;
  readonly states?: readonly FailureState[];
  readonly code?: string;
  readonly groupKey?: string;
}

/** Open failures that have one cause. */
export interface FailureGroup {
  readonly groupKey: string;
  readonly jobId: JobId;
  readonly code: string;
  readonly pattern: string;
  readonly retrying: number;
  readonly dead: number;
  /** Message of the newest of them. */
  readonly example: string;
  readonly remedy: string;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
}

/** Records that a job could not apply. Rows are locked after everything else, in the order of their keys. */
export interface FailureRepository {
  /** Those kept under these keys, whatever their state, locked. */
  lock(jobId: JobId, keys: readonly string[]): Promise<readonly KnownFailure[]>;
  /** A new row that somebody else wrote first makes the transaction run again. */
  save(jobId: JobId, saves: readonly FailureSave[]): Promise<void>;
  /** Closes open ones: their payload is dropped, for the record is here now. */
  resolve(ids: readonly FailureId[], executionId: ExecutionId): Promise<void>;
  find(id: FailureId): Promise<RecordFailure | undefined>;
  /** In the order of their ids. */
  list(filter: FailureFilter, request: ListRequest): Promise<Listed<RecordFailure>>;
  /** The groups of open failures, the largest first; at most `limit`. */
  groups(filter: Pick<FailureFilter, 'jobId'>, limit: number): Promise<readonly FailureGroup[]>;
  /** Moves one, locked by this transaction, and adds to its history. */
  move(id: FailureId, state: FailureState, event: FailureEvent): Promise<void>;
}
