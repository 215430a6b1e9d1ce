import type { RecordErasure } from '@evenkeel/domain';

/** What is erased together. Ids are bigints, as decimal text. */
export interface ErasureScope {
  /** The record, those that were merged into it, and those that were derived of them alone. */
  readonly recordIds: readonly string[];
  /** Of the record: what their providers say is not kept any more. */
  readonly referenceIds: readonly string[];
  /** Of derived records: another parent may make them again. */
  readonly derivedIds: readonly string[];
  /** Texts and long numbers that the record holds or held, to be looked for in messages. */
  readonly said: readonly string[];
}

/** Rows of a table that hold, or held, values of the record. */
export interface ErasedCount {
  readonly table: string;
  readonly rows: number;
}

export interface StoredErasure extends RecordErasure {
  readonly counts: readonly ErasedCount[];
}

export interface NewErasure {
  readonly recordId: string;
  readonly counts: readonly ErasedCount[];
  readonly actor: string;
  readonly reason: string | null;
}

/** Takes the values of a record out of every table that can hold them. */
export interface ErasureRepository {
  /** Keeps the jobs that bring the record from starting a run; gives the names of those that have one under way. */
  lockJobs(recordId: string): Promise<readonly string[]>;
  /** Locks its references and the record. */
  lock(recordId: string): Promise<void>;
  scope(recordId: string): Promise<ErasureScope>;
  /** Ids of active records of parts of which it is made. */
  parents(recordId: string): Promise<readonly string[]>;
  count(scope: ErasureScope): Promise<readonly ErasedCount[]>;
  /** Gives what {@link count} would have given. */
  erase(scope: ErasureScope): Promise<readonly ErasedCount[]>;
  add(erasure: NewErasure): Promise<StoredErasure>;
  /** Newest first. */
  ofRecord(recordId: string): Promise<readonly StoredErasure[]>;
  /** Its references take values again. Does nothing where none is erased. */
  lift(recordId: string, actor: string): Promise<void>;
}
