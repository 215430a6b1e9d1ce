import type { RunRequested } from '@evenkeel/contracts-messages';
import { OpenExecution } from './open-execution.js';

export class OnRunRequested {
  constructor(private readonly executions: OpenExecution) {}

  async handle(requests: readonly RunRequested[]): Promise<void> {
    for (const trigger of requests) await this.executions.open(trigger);
  }
}
