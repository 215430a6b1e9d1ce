import type { EngineWrite, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** What is kept of the engine's writes of a record. */
export interface WatchedRecord {
  readonly writes: readonly EngineWrite[];
  readonly isQuarantined: boolean;
}

export interface WatchedWrites {
  readonly referenceId: string;
  readonly jobId: JobId;
  readonly recordId: string;
  /** Empty: nothing is kept. */
  readonly writes: readonly EngineWrite[];
  /** The field that goes back and forth: the record is left alone from now on; null: none does. */
  readonly path: string | null;
}

/** A record that is left alone because it goes back and forth. */
export interface QuarantinedRecord {
  readonly referenceId: string;
  readonly jobId: JobId;
  readonly recordId: string;
  readonly externalId: string;
  readonly path: string;
  readonly quarantinedAt: Date;
}

/** Records that may be going back and forth between two values because of the engine, of jobs that go both ways. */
export interface FlipFlopRepository {
  /** By reference, of those of which anything is kept. */
  of(referenceIds: readonly string[]): Promise<ReadonlyMap<string, WatchedRecord>>;
  save(watched: readonly WatchedWrites[]): Promise<void>;
  /** In the order of their references. */
  list(jobId: JobId | null, request: ListRequest): Promise<Listed<QuarantinedRecord>>;
  find(referenceId: string): Promise<QuarantinedRecord | undefined>;
  /** False where it is not quarantined any more. */
  release(referenceId: string): Promise<boolean>;
}
