import { expireExecution } from '@evenkeel/domain';
import { attemptEach, endExecution, ExecutionMetrics } from '@evenkeel/operations';
import { Store, Sweep, type DueExecution } from '@evenkeel/ports';

/** An execution that ended may be resumed for so long without listing anew. */
const INVENTORY_DAYS = 7;
/** A message that is older was lost: its page is sent again until it is applied. */
const SPILL_HOURS = 24;

/** Forgets what plans, inventories and messages held that are over, and ends the runs that still wait for one of them. */
export class ExpirePlans extends Sweep {
  readonly everyMs = 60_000;

  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
  ) {
    super();
  }

  async run(): Promise<void> {
    const waiting = await this.store.system.transaction((tx) => tx.due.expiredPlans());
    await attemptEach<() => Promise<void>>(
      [...waiting.map((execution) => () => this.end(execution)), () => this.forget()],
      (work) => work(),
    );
  }

  private async forget(): Promise<void> {
    await this.store.system.transaction(async (tx) => {
      await tx.purges.plans();
      await tx.purges.inventories(INVENTORY_DAYS);
      await tx.purges.spilledPages(SPILL_HOURS);
    });
  }

  private async end({ tenantId, executionId }: DueExecution): Promise<void> {
    const ended = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.lock(executionId);
      if (execution?.status !== 'awaiting_approval') return undefined;
      return endExecution(tx, expireExecution(execution, await tx.now()));
    });
    if (ended !== undefined) this.metrics.countEnded(ended);
  }
}
