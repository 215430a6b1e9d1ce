import { executionDue } from '@evenkeel/contracts-messages';
import { decideOutage } from '@evenkeel/domain';
import { Logger, Store, Sweep, type SystemTransaction } from '@evenkeel/ports';

/**
 * Notices by rows that the bus takes no messages: a message that was committed waits too long to be published. What it writes
 * down lets every replica keep the timeout clocks still for as long as that lasts.
 */
export class WatchBus extends Sweep {
  readonly everyMs = 2_000;

  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    const decision = await this.store.system.transaction(async (tx) => {
      const waitingSince = await tx.outages.waitingSince();
      if (waitingSince === null) await probe(tx);
      const decided = decideOutage({
        open: await tx.outages.open(),
        lastEndedAt: await tx.outages.lastEndedAt(),
        waitingSince,
        now: await tx.now(),
      });
      if (decided.kind === 'begin') await tx.outages.begin(decided.at);
      if (decided.kind === 'end') await tx.outages.end(decided.at);
      return decided;
    });
    if (decision.kind === 'begin') this.log.warn('the bus takes no messages, timeouts stand still');
    if (decision.kind === 'end') this.log.info('the bus takes messages again, timeouts run on');
  }
}

/** While a run goes on there is always something to publish: pages go past the outbox, and would not show an outage. */
async function probe(tx: SystemTransaction): Promise<void> {
  const [execution] = await tx.due.executions();
  if (execution !== undefined) await tx.outbox.add(executionDue, [execution]);
}
