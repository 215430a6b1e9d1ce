import type { ChunkId, DeclaredStream, Postponement, Problem, Slice, Waiting } from '@evenkeel/domain';

export interface ChunkPosition {
  readonly pagesApplied: number;
  readonly cursor: string | null;
  readonly applied: boolean;
}

export interface ChunkRenewal extends ChunkPosition {
  /** Its execution is paused, or held by its connection or the engine: nothing more of it is to be read. */
  readonly isHeld: boolean;
}

/** Why a chunk is given back, and for how long it is not to be handed out. */
export interface ChunkPostponing extends Omit<Postponement, 'pagesApplied'> {
  readonly waitMs: number;
}

/** What the executor that claimed a chunk, by the attempt of its claim, does with it. */
export interface ChunkLeaseRepository {
  /**
   * Extends the lease, keeps what reading waits for (default: nothing) and tells how far ingestion has come; undefined once
   * the claim is no longer ours.
   */
  renew(id: ChunkId, attempt: number, leaseMs: number, waiting?: Waiting): Promise<ChunkRenewal | undefined>;
  /** The same without extending the lease. */
  position(id: ChunkId, attempt: number): Promise<ChunkPosition | undefined>;
  /**
   * Gives a chunk back so that another worker may take it at once, or when it is its `turn` again; false if the claim
   * was no longer ours.
   */
  release(id: ChunkId, attempt: number, turn?: Date): Promise<boolean>;
  /** Gives a chunk back, to be handed out anew after a wait; false if the claim was no longer ours. */
  postpone(id: ChunkId, attempt: number, postponing: ChunkPostponing): Promise<boolean>;
  /** Gives a claimed chunk of which no page was applied another slice; false if the claim was no longer ours. */
  narrow(id: ChunkId, attempt: number, slice: Slice): Promise<boolean>;
  /** Keeps what the connector says of the stream. */
  declare(id: ChunkId, attempt: number, declared: DeclaredStream): Promise<void>;
  /** Keeps what speaks against the listing of a claimed chunk having given everything; what was kept first stays. */
  doubt(id: ChunkId, attempt: number, reason: string): Promise<void>;
  /** Keeps how many records the pages of a claimed chunk are to have from here on; false if the claim was no longer ours. */
  shrinkPages(id: ChunkId, attempt: number, pageSize: number): Promise<boolean>;
  /**
   * Begins the listing of a claimed chunk anew, at most `most` times, without its doubt, and with pages of `pageSize` records where that
   * is given; what was applied stays. False if it may not.
   */
  startOver(id: ChunkId, attempt: number, most: number, pageSize?: number): Promise<boolean>;
  /** Ends a claimed chunk for good; false if the claim was no longer ours. */
  fail(id: ChunkId, attempt: number, problem: Problem): Promise<boolean>;
}
