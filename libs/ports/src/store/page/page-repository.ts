import type {
  Chunk,
  ChunkId,
  ExecutionId,
  ExecutionBreakerCounts,
  Outcome,
  OutcomeCounts,
  PageSums,
  Problem,
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
  readonly outcome: Outcome;
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
  /** How many entries the listing gave with these pages; default 0. */
  readonly listed?: number;
  /** The total that the provider told last; default: none. */
  readonly total?: number | null;
  readonly bound: Watermark | null;
  /** The last page is among them: the chunk becomes `applied`. */
  readonly end: boolean;
}

/** How far the pages of a listing chunk are known to a reader. */
export interface ListedPlace {
  readonly chunkId: ChunkId;
  readonly generation: number;
  /** The page behind the last one that is known. */
  readonly pages: number;
}

/** The records that one more page has named, by their references; none where the chunk has no further page. */
export interface ListedIds extends ListedPlace {
  readonly referenceIds: readonly number[];
}

/** What one more page said of records that it did not write; none where the chunk has no further page. */
export interface PageSaid extends ListedPlace {
  /** As `packEntries` makes them, of a plan and of an inventory. */
  readonly entries: Uint8Array;
}

/** Applied pages. The chunk must be locked before one is added. */
export interface PageRepository {
  /**
   * Moves the chunk on and appends its page results and outcomes. Tells whether the job of the execution has open
   * failures, so that a page of a job without any need not look for them.
   */
  advance(
    advance: ChunkAdvance,
    results: readonly PageResult[],
    outcomes: readonly OutcomeRow[],
  ): Promise<{ readonly hasOpenFailures: boolean }>;
  /** What counts for the execution breaker, as committed and in this transaction; other chunks are not locked for it. */
  breakerCounts(executionId: ExecutionId): Promise<ExecutionBreakerCounts>;
  /**
   * The pages that listing chunks of the same execution and the same part of its plan have beyond what is known, of their
   * current generations, at most so many; each chunk is told of at least once.
   */
  listedSince(
    chunk: Pick<Chunk, 'executionId' | 'plan'>,
    known: readonly ListedPlace[],
    most: number,
  ): Promise<readonly ListedIds[]>;
  /** As {@link listedSince}: what these pages have put into a plan, or left to be read as an inventory. */
  saidSince(
    chunk: Pick<Chunk, 'executionId' | 'plan'>,
    known: readonly ListedPlace[],
    most: number,
  ): Promise<readonly PageSaid[]>;
  totals(executionId: ExecutionId): Promise<readonly PageSums[]>;
  /** External ids of the records of a chunk that are to be tried again, in the order in which they failed. */
  retried(executionId: ExecutionId, chunkId: ChunkId): Promise<readonly string[]>;
}
