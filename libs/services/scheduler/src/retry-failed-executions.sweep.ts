import { retryTrigger, type Execution } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Ids, Logger, Store, Sweep, type Transaction } from '@evenkeel/ports';

const RETRIES_A_ROUND = 100;

/** Asks again for executions whose next attempt is due. Each is taken by its lock, so any number of schedulers ask once. */
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
    const retried = await this.store.transaction(async (tx) => {
      const due = await tx.executionRetries.lockDue(RETRIES_A_ROUND);
      for (const execution of due) await this.retry(tx, execution);
      return due;
    });
    for (const { id: executionId, jobId } of retried) this.log.info('run retried', { executionId, jobId });
  }

  private async retry(tx: Transaction, execution: Execution): Promise<void> {
    const { id, triggerId, retry } = execution;
    await tx.executions.save({ ...execution, retry: { ...retry, nextAttemptAt: null } });
    const asked = await tx.triggers.find(triggerId);
    if (asked === undefined) return;
    const actor = `retry ${retry.count + 1} of ${id}`;
    const trigger = retryTrigger(asked, execution, { id: this.ids.next(), actor });
    await acceptTrigger(tx, trigger);
  }
}
