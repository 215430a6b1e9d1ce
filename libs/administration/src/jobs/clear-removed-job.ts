import { UNRESOLVED_FAILURE_STATES } from '@evenkeel/domain';
import { Store, type UnclearedJob } from '@evenkeel/ports';
import { CancelAll } from '../executions/cancel-all.js';

/** Rows that one transaction writes: it must not keep others waiting. */
const BATCH = 1_000;
/** Then other removed jobs have their turn. */
const MOST_BATCHES = 50;

/** Ends what is left of a removed job, in small steps that may be taken again. */
export class ClearRemovedJob {
  constructor(
    private readonly store: Store,
    private readonly cancelling: CancelAll,
  ) {}

  /** Cancels all that has not ended; how many. Nothing of the job can begin any more. */
  cancelAll({ tenantId, id, actor, withConnection }: UnclearedJob): Promise<number> {
    const cause = withConnection ? 'connection_removed' : 'job_removed';
    return this.cancelling.of({ tenantId, job: id }, { actor, cause });
  }

  /** Everything else: what asks for it, what failed in it, and its references where they are to go. */
  async clear(job: UnclearedJob): Promise<void> {
    const tenant = this.store.of(job.tenantId);
    await this.cancelAll(job);
    await tenant.transaction((tx) => tx.triggers.skipAll(job.id));
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const written = (await this.discardFailures(job)) + (await this.dropReferences(job));
      if (written > 0) continue;
      return tenant.transaction((tx) => tx.jobRemovals.markCleared(job.id));
    }
  }

  private async discardFailures({ tenantId, id: jobId, actor }: UnclearedJob): Promise<number> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const ids = await tx.failures.listIds({ jobId, states: UNRESOLVED_FAILURE_STATES }, BATCH);
      const at = (await tx.now()).toISOString();
      const event = { kind: 'discarded', at, actor, reason: 'The job was removed' } as const;
      await tx.failures.note(ids, 'discarded', event);
      return ids.length;
    });
  }

  private async dropReferences({ tenantId, id }: UnclearedJob): Promise<number> {
    return this.store.of(tenantId).transaction(async (tx) => {
      // One process at a time: a second one would find rows that are gone when it gets them.
      await tx.jobs.lock(id);
      return tx.jobRemovals.dropReferences(id, BATCH);
    });
  }
}
