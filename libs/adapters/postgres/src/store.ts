import type { TenantId } from '@evenkeel/domain';
import { Store, type SystemTransaction, type Transaction, type Transactions } from '@evenkeel/ports';
import type { Session } from './database/session.js';
import type { Transactor } from './database/transactor.js';
import type { PostgresOutbox } from './outbox/outbox.js';
import { ReferenceSets } from './record/reference-sets.js';
import { PostgresSystemTransaction } from './system-transaction.js';
import { PostgresTransaction } from './transaction.js';

/** A view of a session, and whether it has something to publish once it is committed. */
interface Published {
  readonly outbox: { readonly hasAdded: boolean };
}

interface Units<Tx> {
  readonly tenantId: TenantId | null;
  readonly view: (session: Session) => Tx;
}

export class PostgresStore extends Store {
  readonly system: Transactions<SystemTransaction>;
  private readonly sets = new ReferenceSets();

  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: PostgresOutbox,
  ) {
    super();
    this.system = this.units({ tenantId: null, view: (session) => new PostgresSystemTransaction(session) });
  }

  of(tenantId: TenantId): Transactions<Transaction> {
    return this.units({ tenantId, view: (session) => new PostgresTransaction(session, this.sets) });
  }

  private units<Tx extends Published>({ tenantId, view }: Units<Tx>): Transactions<Tx> {
    return {
      transaction: async (work) => {
        let hasAdded = false;
        const run = async (session: Session) => {
          const tx = view(session);
          const answer = await work(tx);
          hasAdded = tx.outbox.hasAdded;
          return answer;
        };
        const result = await this.transactor.run('store', run, tenantId);
        if (hasAdded) this.outbox.tellAdded();
        return result;
      },
      read: (work) => this.transactor.read('read', (session) => work(view(session)), tenantId),
    };
  }
}
