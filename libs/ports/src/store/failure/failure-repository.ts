import type {
  ExecutionId,
  RecordFailure,
  FailureEvent,
  FailureId,
  FailureSave,
  FailureState,
  JobId,
  KnownFailure,
  TakenBack,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface FailureFilter {
  readonly jobId?: JobId;
  readonly states?: readonly FailureState[];
  readonly code?: string;
  readonly exceptCodes?: readonly string[];
  readonly groupKey?: string;
}

export interface EditedPayload {
  /** JSON text. */
  readonly raw: string;
  readonly digest: string;
  /** Null: as it was. */
  readonly externalId: string | null;
  readonly actor: string;
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
  /** A new row that another transaction wrote first makes the transaction run again. */
  save(jobId: JobId, saves: readonly FailureSave[]): Promise<void>;
  /** Closes open ones: their payload is dropped, for the record is here now. */
  resolve(ids: readonly FailureId[], executionId: ExecutionId): Promise<void>;
  /** Open ones that failed last in this execution, locked, in the order of their keys; at most `limit`. */
  lockFailedIn(jobId: JobId, executionId: ExecutionId, limit: number): Promise<readonly KnownFailure[]>;
  /** Makes them what they were before; they must be locked. */
  takeBack(taken: readonly TakenBack[]): Promise<void>;
  find(id: FailureId): Promise<RecordFailure | undefined>;
  /** In the order of their ids. */
  list(filter: FailureFilter, request: ListRequest): Promise<Listed<RecordFailure>>;
  /** The groups of open failures, the largest first; at most `limit`. */
  groups(filter: Pick<FailureFilter, 'jobId'>, limit: number): Promise<readonly FailureGroup[]>;
  /** Those of these ids that are open, in the order of the ids. */
  listOpen(ids: readonly FailureId[]): Promise<readonly RecordFailure[]>;
  /** Ids of the oldest, at most `limit`. */
  listIds(filter: FailureFilter, limit: number): Promise<readonly FailureId[]>;
  /** Adds to the history of each; `state` null: they stay in the state they are in. */
  note(ids: readonly FailureId[], state: FailureState | null, event: FailureEvent): Promise<void>;
  /** Puts a payload in the place of the one that was kept; the time of its observation stays. */
  edit(id: FailureId, edited: EditedPayload): Promise<void>;
}
