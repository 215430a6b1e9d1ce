import { attemptEach } from '@evenkeel/operations';
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
    await attemptEach(jobs, (job) => this.removed.clear(job));
  }
}
