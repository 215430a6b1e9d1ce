import { Store, Timers, type ChunkClaim } from '@evenkeel/ports';
import { ExecutorSettings } from '../executor-settings.js';
import { ChunkLease } from './chunk-lease.js';
import { GiveUpChunk } from './give-up-chunk.js';
import { ReadChunk } from './read-chunk.js';

/** Reads claimed chunks under their leases, until they have ended or are given up. */
export class CarryChunk {
  private readonly leases = new Set<ChunkLease>();
  private open = true;

  constructor(
    private readonly store: Store,
    private readonly timers: Timers,
    private readonly reader: ReadChunk,
    private readonly giving: GiveUpChunk,
    private readonly settings: ExecutorSettings,
  ) {}

  /** Never rejects. */
  async carry(claim: ChunkClaim): Promise<void> {
    const lease = new ChunkLease(claim, this.settings.leaseMs, this.store, this.timers);
    this.leases.add(lease);
    // Claimed while the process began to go down.
    if (!this.open) lease.shutDown();
    try {
      await this.reader.read(claim, lease);
    } catch (error) {
      await this.giving.giveUp(claim, lease, error);
    } finally {
      await lease.stop();
      this.leases.delete(lease);
    }
  }

  /** Stops reading: what is carried is given back. */
  shutDown(): void {
    this.open = false;
    for (const lease of this.leases) lease.shutDown();
  }
}
