import type { ChunkAssigned } from '@evenkeel/contracts-messages';
import { ChunkPool } from './reading/chunk-pool.js';

export class OnChunkAssigned {
  constructor(private readonly pool: ChunkPool) {}

  async handle(chunks: readonly ChunkAssigned[]): Promise<void> {
    for (const { chunkId } of chunks) await this.pool.offer(chunkId);
  }
}
