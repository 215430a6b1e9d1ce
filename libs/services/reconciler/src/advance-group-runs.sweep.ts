import { Sweep } from '@evenkeel/ports';
import { AdvanceGroupRun } from './advance-group-run.js';

/** Goes on with runs of groups for which the message that a job of theirs ended was lost. */
export class AdvanceGroupRuns extends Sweep {
  readonly everyMs = 5_000;

  constructor(private readonly groups: AdvanceGroupRun) {
    super();
  }

  async run(): Promise<void> {
    await this.groups.advanceAll();
  }
}
