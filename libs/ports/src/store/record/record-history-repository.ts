import type { JournaledChange, RecordCause, RecordFailure } from '@evenkeel/domain';

/** A failure of a record that was synced before, with the name of the job that could not apply it. */
export interface FailureOfRecord {
  readonly failure: RecordFailure;
  readonly jobName: string;
}

/** What happened to single records. */
export interface RecordHistoryRepository {
  /** The newest first. */
  changes(recordId: string, limit: number): Promise<readonly JournaledChange[]>;
  /** Which execution created it; undefined: none, or that was not kept. */
  creation(recordId: string): Promise<RecordCause | undefined>;
  /** Of the jobs that bring the record, also of those that are closed; the one that failed last first. */
  failures(recordId: string, limit: number): Promise<readonly FailureOfRecord[]>;
}
