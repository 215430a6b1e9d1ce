import type { Chunk, ChunkId, ConnectionId, ExecutionId, Problem } from '@evenkeel/domain';

/** Chunks as rows of their execution. */
export interface ChunkRepository {
  /** The caller holds the lock of the execution. */
  insert(chunks: readonly Chunk[]): Promise<void>;
  /** In the order of their ordinals. */
  ofExecution(executionId: ExecutionId): Promise<readonly Chunk[]>;
  lock(id: ChunkId): Promise<Chunk | undefined>;
  failures(
    executionId: ExecutionId,
  ): Promise<readonly { readonly chunkId: ChunkId; readonly problem: Problem }[]>;
  /** Moves every chunk that has not ended to `abandoned`; the execution must be locked. */
  abandonAll(executionId: ExecutionId): Promise<void>;
  /** Makes assigned chunks planned again, so that they are assigned anew; the execution must be locked. */
  withdraw(executionId: ExecutionId): Promise<void>;
  /** Makes failed and abandoned chunks planned again under a new epoch, at the cursor they had reached. */
  replan(executionId: ExecutionId, epoch: number): Promise<void>;
  /** Postponed chunks of this connection may be handed out at once. Gives their executions. */
  recall(connectionId: ConnectionId): Promise<readonly ExecutionId[]>;
}
