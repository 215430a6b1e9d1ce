import type { FieldPath, FieldStep, JournaledChange, RecordCause, RecordFailure } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** A failure of a record that was synced before, with the name of the job that could not apply it. */
export interface FailureOfRecord {
  readonly failure: RecordFailure;
  readonly jobName: string;
}

/** What happened to single records. */
export interface RecordHistoryRepository {
  /** The newest first. */
  changes(recordId: string, limit: number): Promise<readonly JournaledChange[]>;
  /** What was at a path, each time that became something else, the newest first; the first one of all is how the record was created. */
  values(recordId: string, path: FieldPath, request: ListRequest): Promise<Listed<FieldStep>>;
  /** Which execution created it; undefined: none, or that was not kept. */
  creation(recordId: string): Promise<RecordCause | undefined>;
  /** Of the jobs that bring the record, also of those that are closed; the one that failed last first. */
  failures(recordId: string, limit: number): Promise<readonly FailureOfRecord[]>;
}
