import { hasEnded, UNRESOLVED_FAILURE_STATES, type Canceller } from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import { Store, type DueExecution, type UnclearedJob } from '@evenkeel/ports';
import { stopExecution } from '../executions/cancel-execution.js';

const EXECUTIONS_AT_ONCE = 100;
/** Rows that one transaction writes: it must not keep others waiting. */
const BATCH = 1_000;
/** Then other removed jobs have their turn. */
const MOST_BATCHES = 50;

/** Ends what is left of a removed job, in small steps that may be taken again. */
export class ClearRemovedJob {
  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
  ) {}

  /** Cancels all that has not ended; how many. Nothing of the job can begin any more. */
  async cancelAll({ tenantId, id, actor, withConnection }: UnclearedJob): Promise<number> {
    const removed = withConnection ? 'connection' : 'job';
    for (let cancelled = 0; ;) {
      const going = await this.store
        .of(tenantId)
        .transaction((tx) => tx.executions.listUnended(id, EXECUTIONS_AT_ONCE));
      if (going.length === 0) return cancelled;
      for (const executionId of going)
        if (await this.cancel({ tenantId, executionId }, { actor, removed })) cancelled += 1;
    }
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

  private async cancel(
    { tenantId, executionId }: DueExecution,
    by: Pick<Canceller, 'actor' | 'removed'>,
  ): Promise<boolean> {
    const cancelled = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.lock(executionId);
      if (execution === undefined || hasEnded(execution.status)) return undefined;
      return stopExecution(tx, execution, { ...by, now: await tx.now() });
    });
    if (cancelled !== undefined) this.metrics.countEnded(cancelled);
    return cancelled !== undefined;
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
