import { Store, Timers, type ChunkClaim } from '@evenkeel/ports';
import { ExecutorSettings } from '../executor-settings.js';
import { ChunkLease } from './chunk-lease.js';

/** Opens the leases of claimed chunks. */
export class ChunkLeases {
  constructor(
    private readonly store: Store,
    private readonly timers: Timers,
    private readonly settings: ExecutorSettings,
  ) {}

  open(claim: ChunkClaim): ChunkLease {
    return new ChunkLease(claim, this.settings.leaseMs, this.store, this.timers);
  }
}
