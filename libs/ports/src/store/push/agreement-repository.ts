import type {
  Agreement,
  ChangeBefore,
  ExecutionId,
  Job,
  JobId,
  JsonObject,
  OpenWrite,
  RecordUpdate,
  ReferenceSet,
} from '@evenkeel/domain';

export interface ChangedRecord {
  readonly version: number;
  readonly isActive: boolean;
  readonly data: JsonObject;
}

/** What both sides of records last agreed on, of jobs that go both ways; only of those whose sides are not known to be equal. */
export interface AgreementRepository {
  /**
   * Locks these records until the end of the transaction, in the order of their ids. What was agreed on of them is to be read after that: a change of a record and
   * its agreement come together.
   */
  lockRecords(recordIds: readonly string[]): Promise<ReadonlyMap<string, ChangedRecord>>;
  /** By reference. */
  find(referenceIds: readonly string[]): Promise<ReadonlyMap<string, Agreement>>;
  /** Those of these references whose record has left the filter of its job at the provider. */
  outside(referenceIds: readonly string[]): Promise<readonly string[]>;
  /** Null: the sides are equal, and nothing is kept. */
  save(
    agreements: readonly { readonly referenceId: string; readonly agreement: Agreement | null }[],
  ): Promise<void>;
  /** Those of these references whose set a job keeps in step with its provider. */
  bothWaysAmong(referenceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Of jobs that go both ways: what the providers of these records hold is what the records hold now, where nothing else is known. Written out before a record becomes
   * part of another one, or is parted.
   */
  writeOut(recordIds: readonly string[]): Promise<void>;
  /** Of a job that is new: what its source said is what its provider holds, of records that others made something else of; they are to be sent. */
  writeOutSaid(job: Job): Promise<void>;
  /** Those of these records of which a write to a provider is under way, or not known to have been carried out. */
  inWriting(recordIds: readonly string[]): Promise<readonly string[]>;
  /** References whose record stays as it is: what was read of them is noted. They must be locked. */
  noteReadings(readings: readonly RecordUpdate[]): Promise<void>;
  /** Changes of these records, by record, the latest first; of each the last few. A record without any is left out. */
  changesOf(
    jobId: JobId,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ChangeBefore[]>>;
  /** Writes of the set that are under way, or whose answers are lost or not applied yet. */
  openWrites(set: ReferenceSet): Promise<readonly OpenWrite[]>;
  /** Makes every record that the set has no reference of pending, unless a run of the job has completed: a change of it was captured only since the job is there. */
  addUnpaired(job: Job): Promise<void>;
  /** Whether there are records of the type, and none of the set. */
  isUnpaired(set: ReferenceSet): Promise<boolean>;
  /** External ids of what the last push of the execution was refused for because the provider's record had changed, or was gone. */
  moved(executionId: ExecutionId): Promise<readonly string[]>;
}
