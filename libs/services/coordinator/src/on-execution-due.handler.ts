import type { ExecutionDue } from '@evenkeel/contracts-messages';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

export class OnExecutionDue {
  constructor(
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {}

  async handle(plans: readonly ExecutionDue[]): Promise<void> {
    // Somebody may wait for these chunks; for what else the executions need nobody does.
    await this.chunks.dispatch();
    for (const { executionId } of plans) await this.executions.coordinate(executionId);
  }
}
