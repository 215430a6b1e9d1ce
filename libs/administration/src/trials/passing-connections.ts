import type { Connection } from '@evenkeel/domain';
import { HttpCallers, Ids, Store } from '@evenkeel/ports';

type Passing = Pick<Connection, 'tenantId' | 'connector' | 'settings'>;

/** All have one: it is a label of metrics, and names of what was removed need not differ. */
const NAME = 'trial';

/** Connections that are there as long as something is done with them, and in no list meanwhile. */
export class PassingConnections {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly callers: HttpCallers,
  ) {}

  async during<Result>(passing: Passing, work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const id = this.ids.next();
    const untouched = {
      quota: null,
      retry: null,
      path: 'auto',
      status: 'active',
      statusReason: null,
      revision: 1,
    } as const;
    const connection: Connection = { id, name: NAME, ...passing, ...untouched };
    const tenant = this.store.of(passing.tenantId);
    await tenant.transaction((tx) => tx.connectionRemovals.insertRemoved(connection));
    try {
      return await work(connection);
    } finally {
      this.callers.forget(id);
      await tenant.transaction((tx) => tx.connectionRemovals.clear(id));
    }
  }
}
