import { attemptEach } from '@evenkeel/operations';
import { Retention, Store, Sweep, type SystemTransaction } from '@evenkeel/ports';

/** Rows that one transaction deletes: it must not keep others waiting. */
const BATCH = 2_000;
/** Runs that are looked at together. */
const MARKED_AT_ONCE = 200;
/** The rest has its turn with the next round. */
const MOST_BATCHES = 100;
/** Entries of the journal are looked at whether or not they go. */
const MOST_BATCHES_OF_JOURNAL = 20;

/** Forgets runs that ended long ago, with what they have left, what asked for them, and what records were before: nothing that is still needed. */
export class ForgetExecutions extends Sweep {
  readonly everyMs = 600_000;

  constructor(
    private readonly store: Store,
    private readonly retention: Retention,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { runDays, changeDays } = this.retention;
    const tables = await this.store.system.transaction((tx) => Promise.resolve(tx.growth.requestTables()));
    await attemptEach<() => Promise<void>>(
      [
        () => this.inBatches(MARKED_AT_ONCE, (tx, limit) => tx.growth.markRuns(runDays, limit)),
        () => this.inBatches(BATCH, (tx, limit) => tx.growth.forgetMarked(limit), 1),
        ...tables.map(
          (table) => () =>
            this.inBatches(BATCH, (tx, limit) => tx.growth.forgetRequests(table, runDays, limit)),
        ),
        () => this.inBatches(BATCH, (tx, limit) => tx.growth.forgetReviews(changeDays, limit)),
        () =>
          this.inBatches(
            BATCH,
            (tx, limit) => tx.growth.forgetChanges(changeDays, limit),
            BATCH,
            MOST_BATCHES_OF_JOURNAL,
          ),
      ],
      (work) => work(),
    );
  }

  /** Until fewer than `enough` rows went. */
  private async inBatches(
    limit: number,
    forget: (tx: SystemTransaction, limit: number) => Promise<number>,
    enough = limit,
    most = MOST_BATCHES,
  ): Promise<void> {
    for (let batch = 0; batch < most; batch += 1) {
      if ((await this.store.system.transaction((tx) => forget(tx, limit))) < enough) return;
    }
  }
}
