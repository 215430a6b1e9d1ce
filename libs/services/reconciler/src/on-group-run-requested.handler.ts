import type { GroupRunRequested } from '@evenkeel/contracts-messages';
import { AdvanceGroupRun } from './advance-group-run.js';

export class OnGroupRunRequested {
  constructor(private readonly groups: AdvanceGroupRun) {}

  async handle(runs: readonly GroupRunRequested[]): Promise<void> {
    for (const run of runs) await this.groups.advance(run);
  }
}
