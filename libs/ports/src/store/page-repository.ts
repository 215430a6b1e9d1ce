import type {
  ChunkId,
  ExecutionId,
  ExecutionBreakerCounts,
  OutcomeCounts,
  PageSums,
  Problem,
  RecordUpdate,
  RecordWrite,
  ReferenceSet,
  ReferenceState,
  Watermark,
} from '@evenkeel/domain';

/** Inbox, receipt, outcome list and completeness proof of one page. */
export interface PageResult {
  readonly pageNo: number;
  readonly attempt: number;
  readonly cursorIn: string | null;
  readonly cursorOut: string | null;
  readonly observedAt: string;
  readonly outcomes: OutcomeCounts;
  /** One entry for every input record, in its order. */
  readonly seen: readonly SeenRecord[];
}

export interface SeenRecord {
  /** Null for a record that has no reference: rejected before it ever got one. */
  readonly referenceId: string | null;
  /** Position in `OUTCOMES`. */
  readonly outcomeCode: number;
}

export interface OutcomeRow {
  readonly pageNo: number;
  /** Position of the record in its page. */
  readonly position: number;
  readonly externalId: string | null;
  readonly outcome: string;
  readonly problem: Problem | null;
  /** JSON text of the provider's record, where it could not be applied. */
  readonly raw: string | null;
}

export interface ChunkAdvance {
  readonly chunkId: ChunkId;
  readonly executionId: ExecutionId;
  readonly cursor: string | null;
  readonly pages: number;
  readonly outcomes: OutcomeCounts;
  /** Inputs taken from what a failure kept; default 0. */
  readonly replayed?: number;
  readonly bound: Watermark | null;
  /** The last page is among them: the chunk becomes `applied`. */
  readonly end: boolean;
}

/** The apply path: set-based, a page group at a time. The chunk must be locked before anything here is called. */
export interface PageRepository {
  /** Without a lock: only to choose what need not be written. */
  findReferences(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]>;
  /** Locks in the order of the external ids. */
  lockReferences(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]>;
  /** Inserts records with their references; gives reference ids in the order of `writes`. A reference that somebody else wrote first makes the transaction run again. */
  createRecords(set: ReferenceSet, writes: readonly RecordWrite[]): Promise<readonly string[]>;
  /** Writes new content and keeps the before-image as a change of this execution. */
  updateRecords(executionId: ExecutionId, updates: readonly RecordUpdate[]): Promise<void>;
  /** Keeps with locked references that they were seen at this time (ISO 8601), where nothing else is written of them. */
  touchReferences(referenceIds: readonly string[], observedAt: string): Promise<void>;
  /** Notes newer versions of records whose content stayed as it was; no change of the record itself. */
  noteVersions(sightings: readonly RecordUpdate[]): Promise<void>;
  /**
   * Moves the chunk on and appends its page results and outcomes. Tells whether the job of the execution has open
   * failures, so that a page of a job without any need not look for them.
   */
  advance(
    advance: ChunkAdvance,
    results: readonly PageResult[],
    outcomes: readonly OutcomeRow[],
  ): Promise<{ readonly hasOpenFailures: boolean }>;
  /**
   * Finds, by bisection under savepoints, which of these the database refuses to store; changes nothing.
   * Gives their positions with what the database said.
   */
  findUnstorable(
    writes: readonly RecordWrite[],
  ): Promise<readonly { readonly index: number; readonly message: string }[]>;
  /** What counts for the execution breaker, as committed and in this transaction; other chunks are not locked for it. */
  breakerCounts(executionId: ExecutionId): Promise<ExecutionBreakerCounts>;
  totals(executionId: ExecutionId): Promise<readonly PageSums[]>;
  /** External ids of the records of a chunk that are to be tried again, in the order in which they failed. */
  retried(executionId: ExecutionId, chunkId: ChunkId): Promise<readonly string[]>;
}
