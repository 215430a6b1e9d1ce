import type { PageApplied } from '@evenkeel/contracts-messages';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

export class OnPageApplied {
  constructor(
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {}

  async handle(pages: readonly PageApplied[]): Promise<void> {
    for (const page of pages) await this.executions.coordinate(page);
    await this.chunks.dispatch();
  }
}
