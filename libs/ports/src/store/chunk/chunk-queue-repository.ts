import type { Chunk, ChunkId, Lane, Priority, TenantId } from '@evenkeel/domain';

/** A chunk that waits for an executor. */
export interface QueuedChunk extends Chunk {
  readonly tenantId: TenantId;
}

/** A chunk that this process may work on until its lease ends. */
export interface ChunkClaim {
  readonly tenantId: TenantId;
  readonly chunk: Chunk;
  readonly lane: Lane;
  readonly priority: Priority;
  /** The database's clock at the claim; add monotonic time since to get the time of an observation. */
  readonly claimedAt: Date;
  /** W3C `traceparent` of what its execution follows from; left out: it is not followed. */
  readonly trace?: string;
}

/** Chunks on their way from `planned` over `assigned` to an executor that claims them, and back. */
export interface ChunkQueueRepository {
  /** Marks planned chunks as assigned, each with its turn (now if there is none), and gives them in the order of `ids`. */
  assign(ids: readonly ChunkId[], turns?: readonly Date[]): Promise<readonly QueuedChunk[]>;
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
  /** Whether an assigned chunk of one of these lanes waits to be claimed. */
  isAnyUnclaimed(lanes: readonly Lane[]): Promise<boolean>;
  /** Assigned chunks of running executions that no executor claimed for `olderThanMs`: their message was lost. */
  listUnclaimed(olderThanMs: number): Promise<readonly QueuedChunk[]>;
  /** Puts claimed chunks whose lease has ended back to `assigned`, and gives them. */
  expireLeases(): Promise<readonly QueuedChunk[]>;
  /** The same for those that an earlier life of this worker still holds. */
  expireLeasesOf(worker: string): Promise<readonly QueuedChunk[]>;
}
