import type { Chunk, ChunkId, ExecutionId, Lane, Priority, Problem, Slice, Waiting } from '@evenkeel/domain';

/** A chunk that this process may work on until its lease ends. */
export interface ChunkClaim {
  readonly chunk: Chunk;
  readonly lane: Lane;
  readonly priority: Priority;
  /** The database's clock at the claim; add monotonic time since to get the time of an observation. */
  readonly claimedAt: Date;
}

export interface ChunkPosition {
  readonly pagesApplied: number;
  readonly cursor: string | null;
  readonly applied: boolean;
}

export interface ChunkRenewal extends ChunkPosition {
  /** Its execution is paused, or held by its connection or the engine: nothing more of it is to be read. */
  readonly isHeld: boolean;
}

export interface ChunkRepository {
  /** Only for whoever holds the lock of the execution. */
  insert(chunks: readonly Chunk[]): Promise<void>;
  /** Gives a claimed chunk of which no page was applied another slice; false if the claim was no longer ours. */
  narrow(id: ChunkId, attempt: number, slice: Slice): Promise<boolean>;
  /** In the order of their ordinals. */
  ofExecution(executionId: ExecutionId): Promise<readonly Chunk[]>;
  lock(id: ChunkId): Promise<Chunk | undefined>;
  /** Marks planned chunks as assigned, each with its turn (now if there is none), and gives them in the order of `ids`. */
  assign(ids: readonly ChunkId[], turns?: readonly Date[]): Promise<readonly Chunk[]>;
  /** Takes an assigned chunk of this epoch whose execution runs and is not held: raises its attempt, starts its lease. `lanes`: only if it is of one of them. Undefined if there is nothing to take. */
  claim(
    id: ChunkId,
    worker: string,
    leaseMs: number,
    lanes?: readonly Lane[],
  ): Promise<ChunkClaim | undefined>;
  /**
   * The same for the assigned chunk whose turn it is: the single lane first, then the tenant with the fewest chunks in
   * the hands of executors, then the earliest turn.
   */
  claimNext(worker: string, leaseMs: number, lanes?: readonly Lane[]): Promise<ChunkClaim | undefined>;
  /**
   * Extends the lease, keeps what reading waits for (default: nothing) and tells how far ingestion has come; undefined once
   * the claim is no longer ours.
   */
  renew(id: ChunkId, attempt: number, leaseMs: number, waiting?: Waiting): Promise<ChunkRenewal | undefined>;
  /** The same without extending the lease. */
  position(id: ChunkId, attempt: number): Promise<ChunkPosition | undefined>;
  /** Whether a chunk of one of these lanes waits for somebody to claim it. */
  isAnyUnclaimed(lanes: readonly Lane[]): Promise<boolean>;
  /**
   * Gives a chunk back so that another worker may take it at once, or when it is its `turn` again; false if the claim
   * was no longer ours.
   */
  release(id: ChunkId, attempt: number, turn?: Date): Promise<boolean>;
  /** Makes assigned chunks planned again, so that they are assigned anew; the execution must be locked. */
  withdraw(executionId: ExecutionId): Promise<void>;
  /** Begins the listing of a claimed chunk anew, at most `most` times; what was applied stays. False if it may not. */
  startOver(id: ChunkId, attempt: number, most: number): Promise<boolean>;
  /** Ends a claimed chunk for good; false if the claim was no longer ours. */
  fail(id: ChunkId, attempt: number, problem: Problem): Promise<boolean>;
  failures(
    executionId: ExecutionId,
  ): Promise<readonly { readonly chunkId: ChunkId; readonly problem: Problem }[]>;
  /** Moves every chunk that has not ended to `abandoned`; the execution must be locked. */
  abandonAll(executionId: ExecutionId): Promise<void>;
  /** Makes failed and abandoned chunks planned again under a new epoch, at the cursor they had reached. */
  replan(executionId: ExecutionId, epoch: number): Promise<void>;
  /** Puts claimed chunks whose lease has ended back to `assigned`, and gives them. */
  expireLeases(): Promise<readonly Chunk[]>;
  /** The same for those that an earlier life of this worker still holds. */
  expireLeasesOf(worker: string): Promise<readonly Chunk[]>;
  /** Assigned chunks of running executions that nobody took for `olderThanMs`: their message was lost. */
  listUnclaimed(olderThanMs: number): Promise<readonly Chunk[]>;
}
