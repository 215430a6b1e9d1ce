import { retryTrigger } from '@evenkeel/domain';
import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Ids, Logger, Store, Sweep, type DueExecution } from '@evenkeel/ports';

const RETRIES_A_ROUND = 100;

/** Asks again for executions whose next attempt is due. Each is taken under its lock, so any number of schedulers ask once. */
export class RetryFailedExecutions extends Sweep {
  readonly everyMs = 1_000;

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.transaction((tx) => tx.due.retries(RETRIES_A_ROUND));
    await attemptEach(due, (execution) => this.retry(execution));
  }

  private async retry({ tenantId, executionId }: DueExecution): Promise<void> {
    const retried = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.lock(executionId);
      const dueAt = execution?.retry.nextAttemptAt ?? null;
      // Another scheduler asked meanwhile, or a newer run took its place.
      if (execution === undefined || dueAt === null || dueAt > (await tx.now())) return undefined;
      const { id, triggerId, retry } = execution;
      await tx.executions.save({ ...execution, retry: { ...retry, nextAttemptAt: null } });
      const asked = await tx.triggers.find(triggerId);
      if (asked === undefined) return undefined;
      const actor = `retry ${retry.count + 1} of ${id}`;
      await acceptTrigger(tx, retryTrigger(asked, execution, { id: this.ids.next(), actor }));
      return execution;
    });
    if (retried !== undefined) this.log.info('run retried', { executionId, jobId: retried.jobId });
  }
}
