import { attemptEach } from '@evenkeel/operations';
import { Store, Sweep } from '@evenkeel/ports';

/** Deletes the secrets of removed connections whose removal did not come so far. */
export class ClearRemovedConnections extends Sweep {
  readonly everyMs = 5_000;

  constructor(private readonly store: Store) {
    super();
  }

  async run(): Promise<void> {
    const removed = await this.store.system.transaction((tx) => tx.due.removedConnections());
    await attemptEach(removed, async ({ tenantId, id }) => {
      await this.store.of(tenantId).transaction((tx) => tx.connectionRemovals.clear(id));
    });
  }
}
