import { attemptEach } from '@evenkeel/operations';
import { Ids, Store, Sweep } from '@evenkeel/ports';
import { KeepRecordView } from './keep-record-view.js';

/** Adds record types that jobs of the previous release name, makes the views that could not be made, and drops those of removed types. */
export class KeepRecordViews extends Sweep {
  readonly everyMs = 10_000;

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly view: KeepRecordView,
  ) {
    super();
  }

  async run(): Promise<void> {
    const missing = await this.store.system.transaction((tx) => tx.due.missingRecordTypes());
    await attemptEach(missing, async ({ tenantId, recordType }) => {
      await this.store.of(tenantId).transaction((tx) => tx.recordTypes.ensure(recordType, this.ids.next()));
    });
    const due = await this.store.system.transaction((tx) => tx.due.recordViews());
    await attemptEach(due, ({ tenantId, recordType }) => this.view.keep(tenantId, recordType));
    const left = await this.store.system.transaction((tx) => tx.due.leftRecordViews());
    await attemptEach(left, ({ tenantId, recordType }) => this.view.drop(tenantId, recordType));
  }
}
