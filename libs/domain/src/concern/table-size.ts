/** GiB of a table, from which on it asks for a person, where nothing else is set. */
export const DEFAULT_TABLE_BUDGET_GB = 100;

/** How large a table is, as the server counts it: with its indexes and what is kept outside its rows. */
export interface TableSize {
  readonly table: string;
  readonly bytes: number;
  /** As statistics have it. */
  readonly rows: number;
  /** Rows that were deleted or written anew, and whose place is not free yet. */
  readonly deadRows: number;
  /** How often the whole table was read, and how many rows that were, since statistics began. */
  readonly scans: number;
  readonly scannedRows: number;
}

/** A statement that takes long: on average, or it has been under way for so long. */
export interface SlowStatement {
  readonly text: string;
  readonly ms: number;
  /** How often it was asked; null: it is under way. */
  readonly calls: number | null;
}

/** What of the database may grow without end. */
export interface StorageOutlook {
  /** The largest first. */
  readonly tables: readonly TableSize[];
  readonly slowStatements: readonly SlowStatement[];
  /** How large one table may become. */
  readonly budgetBytes: number;
}

/** From then on a statement is slow. */
export const SLOW_STATEMENT_MS = 1_000;
