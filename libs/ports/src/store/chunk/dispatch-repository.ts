import type { ChunkLoad, ChunkQueue, ExecutionPath } from '@evenkeel/domain';

/** A queue as it is stored: its window follows from its path, and from how much of it was processed. */
export type StoredQueue = Omit<ChunkQueue, 'window'> & {
  readonly path: ExecutionPath;
  readonly processed: number;
};

/** What may be claimed next, over all executions. */
export interface DispatchRepository {
  /** Whether any running execution that nothing holds has planned chunks that may be handed out by now. */
  hasPlanned(): Promise<boolean>;
  /** The same of chunks that were not to be handed out before some time. */
  hasDue(): Promise<boolean>;
  /** One decides at a time, in the whole installation, until the end of the transaction. */
  lock(): Promise<void>;
  /** Running executions with such chunks, and at most `most` of these for each. */
  queues(most: number): Promise<readonly StoredQueue[]>;
  /** Chunks under way for executions that run, one for each connection and lane. */
  loads(): Promise<readonly ChunkLoad[]>;
}
