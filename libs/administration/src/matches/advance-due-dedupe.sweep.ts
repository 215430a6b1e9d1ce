import { attemptEach } from '@evenkeel/operations';
import { Store, Sweep } from '@evenkeel/ports';
import { AdvanceDedupe } from './advance-dedupe.js';

/** Moves dedupe runs on that a request did not see to their end. */
export class AdvanceDueDedupe extends Sweep {
  readonly everyMs = 1_000;

  constructor(
    private readonly store: Store,
    private readonly runs: AdvanceDedupe,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.transaction((tx) => tx.due.dedupeRuns());
    await attemptEach(due, ({ tenantId, id }) => this.runs.advance(tenantId, id));
  }
}
