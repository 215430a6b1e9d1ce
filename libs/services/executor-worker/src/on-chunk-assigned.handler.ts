import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { chunkAssigned, type ChunkAssigned } from '@evenkeel/contracts-messages';
import { ChunkPool } from './chunk-pool.js';

@Controller()
export class OnChunkAssigned {
  constructor(private readonly pool: ChunkPool) {}

  @EventPattern<string>(chunkAssigned.topic)
  async handle(chunks: readonly ChunkAssigned[]): Promise<void> {
    for (const { chunkId } of chunks) await this.pool.offer(chunkId);
  }
}
