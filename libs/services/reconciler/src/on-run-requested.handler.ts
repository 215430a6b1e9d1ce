import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { runRequested, type RunRequested } from '@evenkeel/contracts-messages';
import { OpenExecution } from './open-execution.js';

@Controller()
export class OnRunRequested {
  constructor(private readonly executions: OpenExecution) {}

  @EventPattern<string>(runRequested.topic)
  async handle(requests: readonly RunRequested[]): Promise<void> {
    for (const { triggerId } of requests) await this.executions.open(triggerId);
  }
}
