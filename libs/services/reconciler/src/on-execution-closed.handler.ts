import type { ExecutionClosed } from '@evenkeel/contracts-messages';
import { AdvanceGroupRun } from './advance-group-run.js';
import { BeginWaitingExecution } from './begin-waiting-execution.js';

export class OnExecutionClosed {
  constructor(
    private readonly waiting: BeginWaitingExecution,
    private readonly groups: AdvanceGroupRun,
  ) {}

  async handle(closed: readonly ExecutionClosed[]): Promise<void> {
    for (const { jobId } of closed) {
      await this.waiting.beginAfter(jobId);
      await this.groups.advanceAll(jobId);
    }
  }
}
