import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { groupRunRequested, type GroupRunRequested } from '@evenkeel/contracts-messages';
import { AdvanceGroupRun } from './advance-group-run.js';

@Controller()
export class OnGroupRunRequested {
  constructor(private readonly groups: AdvanceGroupRun) {}

  @EventPattern<string>(groupRunRequested.topic)
  async handle(runs: readonly GroupRunRequested[]): Promise<void> {
    for (const { groupRunId } of runs) await this.groups.advance(groupRunId);
  }
}
