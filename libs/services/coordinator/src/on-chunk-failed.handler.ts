import type { ChunkFailed } from '@evenkeel/contracts-messages';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

export class OnChunkFailed {
  constructor(
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {}

  async handle(chunks: readonly ChunkFailed[]): Promise<void> {
    for (const chunk of chunks) await this.executions.coordinate(chunk);
    await this.chunks.dispatch();
  }
}
