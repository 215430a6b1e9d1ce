import type { ExecutionDue } from '@evenkeel/contracts-messages';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

export class OnExecutionDue {
  constructor(
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {}

  async handle(executions: readonly ExecutionDue[]): Promise<void> {
    // Executors may be idle until these chunks are handed out; what else the executions need is less urgent.
    await this.chunks.dispatch();
    for (const due of executions) await this.executions.coordinate(due);
  }
}
