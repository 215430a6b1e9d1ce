import type { TableSize } from '@evenkeel/domain';

/** Keeps what runs leave from growing without end. With a `limit`: at most so many rows; gives how many. */
export interface GrowthRepository {
  /** Marks runs that ended more than `days` ago and that nothing needs: they are shown and resumed no more. */
  markRuns(days: number, limit: number): Promise<number>;
  /** Deletes what marked runs have left, and then them. Which job they were of stays known where the journal of a record names them. */
  forgetMarked(limit: number): Promise<number>;
  /** What asked for runs, and says how they came about, of more than `days` ago: one of these tables after the other. */
  requestTables(): readonly string[];
  forgetRequests(table: string, days: number, limit: number): Promise<number>;
  /**
   * Looks through the next `limit` entries of the journal of records, and deletes what changed more than `days` ago and is followed by other changes.
   * Gives how many were looked at; 0: it is looked through, or another process does. A pass begins every few hours.
   */
  forgetChanges(days: number, limit: number): Promise<number>;
  /** Reviews of matches that were decided more than `days` ago. */
  forgetReviews(days: number, limit: number): Promise<number>;
  /** The largest first. */
  tableSizes(): Promise<readonly TableSize[]>;
}
