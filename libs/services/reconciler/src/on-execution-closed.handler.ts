import type { ExecutionClosed } from '@evenkeel/contracts-messages';
import { AdvanceGroupRun } from './advance-group-run.js';
import { BeginWaitingExecution } from './begin-waiting-execution.js';

export class OnExecutionClosed {
  constructor(
    private readonly waiting: BeginWaitingExecution,
    private readonly groups: AdvanceGroupRun,
  ) {}

  async handle(closed: readonly ExecutionClosed[]): Promise<void> {
    for (const execution of closed) {
      await this.waiting.beginAfter(execution);
      await this.groups.advanceAfter(execution);
    }
  }
}
