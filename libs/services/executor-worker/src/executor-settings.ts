import { callTimesOf, DEFAULT_CALL_TIMEOUT_MS, type CallTimes } from '@evenkeel/domain';
import { Capacity } from '@evenkeel/ports';

export interface ChunkBudget {
  readonly records: number;
  readonly pages: number;
  /** Approximate size of the records' JSON text. */
  readonly bytes: number;
  readonly ms: number;
}

/** How much this process takes on. */
export class ExecutorSettings {
  /** A chunk whose lease has ended may be taken by another process. */
  readonly leaseMs: number = 15_000;
  /** Records fetched but not yet applied, for all chunks together; at least a page of each whatever their size. */
  readonly windowRecords: number = 4_000;
  /** The same in approximate bytes of their JSON text: where records are large, this is what bounds memory. */
  readonly windowBytes: number = 4 * 1024 * 1024;
  /** The first wait before an unapplied page is published again; it doubles up to thirty times this. */
  readonly republishMs: number = 5_000;
  /** Beyond any of these the chunk is given back, if another waits for a place: so work is shared. */
  readonly budget: ChunkBudget = { records: 10_000, pages: 500, bytes: 32 * 1024 * 1024, ms: 15_000 };

  /** Of its writes, and of those of other processes, which are to have the same. */
  readonly callTimes: CallTimes;

  constructor(private readonly capacity: Capacity) {
    this.callTimes = callTimesOf(capacity.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS);
  }

  /** Chunks read at the same time, as it is set at that moment. */
  get concurrency(): number {
    return this.capacity.chunks;
  }

  /** So many of them only of the single lane: bulk work never keeps real-time work waiting. */
  get reserved(): number {
    return Math.min(this.capacity.reserved, this.capacity.chunks - 1);
  }
}
