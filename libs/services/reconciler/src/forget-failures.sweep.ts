import { FLIP_FLOP_HOURS } from '@evenkeel/domain';
import { Retention, Store, Sweep, type SystemTransaction } from '@evenkeel/ports';

/** Rows that one transaction deletes: it must not keep others waiting. */
const BATCH = 1_000;
/** Budgets are of a day and of an execution. */
const MODEL_CALL_DAYS = 90;
/** The rest has its turn with the next round. */
const MOST_BATCHES = 100;

/**
 * Forgets failures that were resolved long ago, writes that were applied and conflicts that were over then, old entries of error logs, messages that asked for runs, deliveries, writes that say no
 * more whether a record goes back and forth, old calls of models, what people were told, and old entries of the audit log. What was discarded is remembered, so that it
 * is not told of again.
 */
export class ForgetFailures extends Sweep {
  readonly everyMs = 60_000;

  constructor(
    private readonly store: Store,
    private readonly retention: Retention,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { resolvedFailureDays, errorLogDays, triggerMessageDays, deliveryDays, eventDays, auditDays } =
      this.retention;
    await this.inBatches((tx) => tx.purges.resolvedFailures(resolvedFailureDays, BATCH));
    await this.inBatches((tx) => tx.purges.appliedIntents(resolvedFailureDays, BATCH));
    await this.inBatches((tx) => tx.purges.flipFlops(FLIP_FLOP_HOURS, BATCH));
    await this.inBatches((tx) => tx.purges.endedConflicts(resolvedFailureDays, BATCH));
    await this.inBatches((tx) => tx.purges.errors(errorLogDays, BATCH));
    await this.inBatches((tx) => tx.purges.triggerMessages(triggerMessageDays, BATCH));
    await this.inBatches((tx) => tx.purges.deliveries(deliveryDays, BATCH));
    await this.inBatches((tx) => tx.purges.modelCalls(MODEL_CALL_DAYS, BATCH));
    await this.inBatches((tx) => tx.purges.notifications(eventDays, BATCH));
    await this.inBatches((tx) => tx.purges.auditEvents(auditDays, BATCH));
    await this.inBatches((tx) => tx.purges.auditChanges(auditDays, BATCH));
  }

  private async inBatches(forget: (tx: SystemTransaction) => Promise<number>): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      if ((await this.store.system.transaction(forget)) < BATCH) return;
    }
  }
}
