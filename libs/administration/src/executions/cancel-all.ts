import {
  hasEnded,
  type Canceller,
  type ConnectionId,
  type ExecutionId,
  type JobId,
  type TenantId,
} from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import { stopExecution } from './cancel-execution.js';

const AT_ONCE = 100;

type By = Pick<Canceller, 'actor' | 'cause'>;

/** Cancels all executions of a job or a connection of which no new one can begin, each in a transaction of its own. */
export class CancelAll {
  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
  ) {}

  /** How many it has cancelled; once this has resolved none of them goes. */
  async of(
    {
      tenantId,
      job,
    }: { readonly tenantId: TenantId; readonly job: JobId | { readonly connection: ConnectionId } },
    by: By,
  ): Promise<number> {
    for (let cancelled = 0; ;) {
      const going = await this.store
        .of(tenantId)
        .transaction((tx) => tx.executions.listUnended(job, AT_ONCE));
      if (going.length === 0) return cancelled;
      for (const id of going) if (await this.cancel(tenantId, id, by)) cancelled += 1;
    }
  }

  private async cancel(tenantId: TenantId, id: ExecutionId, by: By): Promise<boolean> {
    const cancelled = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.lock(id);
      if (execution === undefined || hasEnded(execution.status)) return undefined;
      return stopExecution(tx, execution, { ...by, now: await tx.now() });
    });
    if (cancelled !== undefined) this.metrics.countEnded(cancelled);
    return cancelled !== undefined;
  }
}
