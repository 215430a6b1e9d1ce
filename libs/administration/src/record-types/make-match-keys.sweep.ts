import { attemptEach } from '@evenkeel/operations';
import { Store, Sweep } from '@evenkeel/ports';
import { MakeMatchKeys } from './make-match-keys.js';

/** Makes the keys of record types whose match rules were set. */
export class MakeDueMatchKeys extends Sweep {
  readonly everyMs = 5_000;

  constructor(
    private readonly store: Store,
    private readonly keys: MakeMatchKeys,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.transaction((tx) => tx.due.matchKeys());
    await attemptEach(due, ({ tenantId, recordType }) => this.keys.make(tenantId, recordType));
  }
}
