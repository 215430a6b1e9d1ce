import { Tracing, type ChunkClaim } from '@evenkeel/ports';
import type { ChunkLease } from './chunk-lease.js';
import { ChunkLeases } from './chunk-leases.js';
import { GiveUpChunk } from './give-up-chunk.js';
import { ReadChunk } from './read-chunk.js';

/** Reads claimed chunks under their leases, until they have ended or are given up. */
export class CarryChunk {
  private readonly leases = new Set<ChunkLease>();
  private open = true;

  constructor(
    private readonly leasing: ChunkLeases,
    private readonly reader: ReadChunk,
    private readonly giving: GiveUpChunk,
    private readonly tracing: Tracing,
  ) {}

  /** Never rejects. Who claims is at work for another run as a rule: a chunk belongs to what its own run follows from. */
  carry(claim: ChunkClaim): Promise<void> {
    const { chunk, trace } = claim;
    const notes = { 'evenkeel.execution_id': chunk.executionId, 'evenkeel.attempt': chunk.attempt };
    const follows = trace === undefined ? [] : [trace];
    return this.tracing.within({ name: 'read chunk', kind: 'internal', follows, notes }, () =>
      this.read(claim),
    );
  }

  private async read(claim: ChunkClaim): Promise<void> {
    const lease = this.leasing.open(claim);
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
