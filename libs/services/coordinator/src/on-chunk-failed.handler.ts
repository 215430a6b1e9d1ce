import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { chunkFailed, type ChunkFailed } from '@evenkeel/contracts-messages';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

@Controller()
export class OnChunkFailed {
  constructor(
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {}

  @EventPattern<string>(chunkFailed.topic)
  async handle(chunks: readonly ChunkFailed[]): Promise<void> {
    for (const { executionId } of chunks) await this.executions.coordinate(executionId);
    await this.chunks.dispatch();
  }
}
