import type { ErrorEntry, ExecutionId } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface LoggedError extends ErrorEntry {
  readonly at: Date;
}

/** What went wrong in executions and when, kept also where a later try succeeded. */
export interface ErrorLogRepository {
  /** Dates the entries by the database's clock; approximately what is beyond `MOST_LOGGED` of the execution is left out. */
  add(executionId: ExecutionId, entries: readonly ErrorEntry[]): Promise<void>;
  /** In the order in which they were added. */
  list(executionId: ExecutionId, request: ListRequest): Promise<Listed<LoggedError>>;
}
