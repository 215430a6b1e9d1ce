import { expireExecution, type ExecutionId } from '@evenkeel/domain';
import { endExecution, ExecutionMetrics } from '@evenkeel/operations';
import { Store, Sweep } from '@evenkeel/ports';

/** An execution that ended may be resumed for so long without listing anew. */
const INVENTORY_DAYS = 7;

/** Forgets what plans and inventories held that are over, and ends the runs that still wait for one of them. */
export class ExpirePlans extends Sweep {
  readonly everyMs = 60_000;

  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
  ) {
    super();
  }

  async run(): Promise<void> {
    const waiting = await this.store.transaction((tx) => tx.plans.listWaitingForExpired());
    for (const id of waiting) await this.end(id);
    await this.store.transaction(async (tx) => {
      await tx.plans.forgetExpired();
      await tx.inventories.forget(INVENTORY_DAYS);
    });
  }

  private async end(id: ExecutionId): Promise<void> {
    const ended = await this.store.transaction(async (tx) => {
      const execution = await tx.executions.lock(id);
      if (execution?.status !== 'awaiting_approval') return undefined;
      return endExecution(tx, expireExecution(execution, await tx.now()));
    });
    if (ended !== undefined) this.metrics.countEnded(ended);
  }
}
