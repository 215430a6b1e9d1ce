import type { ChunkLoad, ChunkQueue, ExecutionPath } from '@evenkeel/domain';

/** A queue as it is stored: its window follows from its path, and from how much of it was processed. */
export type StoredQueue = Omit<ChunkQueue, 'window'> & {
  readonly path: ExecutionPath;
  readonly processed: number;
};

/** What may be claimed next, over all executions. */
export interface DispatchRepository {
  /** Whether any running execution that nothing holds has planned chunks. */
  hasPlanned(): Promise<boolean>;
  /** One decides at a time, in the whole installation, until the end of the transaction. */
  lock(): Promise<void>;
  /** Running executions with planned chunks that nothing holds, and at most `most` of these for each. */
  queues(most: number): Promise<readonly StoredQueue[]>;
  /** Chunks under way for executions that run, one for each connection and lane. */
  loads(): Promise<readonly ChunkLoad[]>;
}
