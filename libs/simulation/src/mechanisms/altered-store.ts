import type { TenantId } from '@evenkeel/domain';
import { Store, type SystemTransaction, type Transaction, type Transactions } from '@evenkeel/ports';

/** What is put over parts of a transaction; `outside` begins others beside it. */
type Alter<Tx> = (tx: Tx, outside: Transactions<Tx>) => Partial<Tx>;

const asItIs = () => ({});

/** The same store, but for what `alter` puts over parts of each transaction of a tenant, and `alterSystem` of the others. */
export class AlteredStore extends Store {
  readonly system: Transactions<SystemTransaction>;

  constructor(
    private readonly store: Store,
    private readonly alter: Alter<Transaction>,
    alterSystem: Alter<SystemTransaction> = asItIs,
  ) {
    super();
    this.system = altered(store.system, alterSystem);
  }

  /** Nothing over those of tenants. */
  static ofSystem(store: Store, alterSystem: Alter<SystemTransaction>): AlteredStore {
    return new AlteredStore(store, asItIs, alterSystem);
  }

  of(tenantId: TenantId): Transactions<Transaction> {
    return altered(this.store.of(tenantId), this.alter);
  }
}

function altered<Tx extends object>(transactions: Transactions<Tx>, alter: Alter<Tx>): Transactions<Tx> {
  return {
    transaction: (work) => transactions.transaction((tx) => work(over(tx, alter(tx, transactions)))),
    read: (work) => transactions.read((tx) => work(over(tx, alter(tx, transactions)))),
  };
}

/** The same object, but for some of its members. */
export function over<Port extends object>(port: Port, members: Partial<Port>): Port {
  const altered = Object.create(port) as Port;
  for (const [name, value] of Object.entries(members)) Object.defineProperty(altered, name, { value });
  return altered;
}
