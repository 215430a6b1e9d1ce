import type {
  ExecutionId,
  JobId,
  RecordUpdate,
  RecordWrite,
  ReferenceSet,
  UntoldFields,
} from '@evenkeel/domain';

/** A record whose row another session has locked. */
export interface HeldRecord {
  readonly externalId: string;
  /** The process of the server, as `evenkeel doctor` and pg_stat_activity name it; null: not known. */
  readonly pid: number | null;
  /** What the program calls itself; null: nothing, or not known. */
  readonly program: string | null;
}

/** Writes of the apply path, set-based, a page group at a time. The chunk must be locked before any of them. */
export interface RecordWriteRepository {
  /** What this transaction writes from here on is what the job read, or what its provider answered: it is no local change for that job. */
  causedBy(jobId: JobId): Promise<void>;
  /** An event tells of each record that this transaction writes from here on: with its values, but for those of `untold`; null: without any. */
  tellOfEach(executionId: ExecutionId, untold: UntoldFields | null): Promise<void>;
  /** From here on this transaction waits 2 s for a row that another session holds, and then rejects with `record.held`. */
  waitBriefly(): Promise<void>;
  /** Which of these records, by their external ids, another session holds now, and which one if that is known; locks the others. */
  findHeld(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly HeldRecord[]>;
  /**
   * Inserts records with their references, and notes which execution created them; gives reference ids in the order of `writes`. A
   * reference that another transaction wrote first makes this one run again.
   */
  create(
    set: ReferenceSet,
    writes: readonly RecordWrite[],
    executionId?: ExecutionId,
  ): Promise<readonly string[]>;
  /** Writes new content of locked references and keeps the before-image as a change of this execution. */
  update(executionId: ExecutionId, updates: readonly RecordUpdate[]): Promise<void>;
  /**
   * Finds, by bisection under savepoints, which of these the database refuses to store; changes nothing.
   * Gives their positions with what the database said.
   */
  findUnstorable(
    writes: readonly RecordWrite[],
  ): Promise<readonly { readonly index: number; readonly message: string }[]>;
}
