import { describeProblem } from '@evenkeel/domain';
import { Store, Sweep } from '@evenkeel/ports';
import { ClearRemovedJob } from './clear-removed-job.js';

/** Goes on with removals of jobs that any process has begun. */
export class ClearRemovedJobs extends Sweep {
  readonly everyMs = 1_000;

  constructor(
    private readonly store: Store,
    private readonly removed: ClearRemovedJob,
  ) {
    super();
  }

  async run(): Promise<void> {
    const jobs = await this.store.system.transaction((tx) => tx.due.removals());
    const failures: unknown[] = [];
    // One that fails every time must not keep the others from their turn.
    for (const job of jobs) {
      await this.removed.clear(job).catch((error: unknown) => void failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, describeProblem(failures[0]).message);
  }
}
