import { SyncError, type TenantId } from '@evenkeel/domain';
import { type RepositoryName, type SystemRepositoryName } from './repositories.js';
import { REPOSITORY_NAMES, SYSTEM_REPOSITORY_NAMES } from './repository-names.js';
import { Store, type SystemTransaction, type Transaction, type Transactions } from './store.js';

/** What a service says of the store: its name, and the repositories that it takes. */
export interface StoreUser {
  readonly name: string;
  /** Of a tenant. */
  readonly repositories: readonly RepositoryName[];
  /** Over all tenants. */
  readonly systemRepositories: readonly SystemRepositoryName[];
}

/**
 * The store as one service may use it: a transaction rejects with `system.unexpected` where the service asks for a repository
 * that it did not declare. What a transaction offers is made once per service, so that each costs one object more.
 */
export class ServiceStore extends Store {
  readonly system: Transactions<SystemTransaction>;
  private readonly view: View<Transaction>;

  constructor(
    { name, repositories, systemRepositories }: StoreUser,
    private readonly store: Store,
  ) {
    super();
    this.view = viewOf<Transaction>(name, { all: REPOSITORY_NAMES, declared: repositories });
    const systemView = viewOf<SystemTransaction>(name, {
      all: SYSTEM_REPOSITORY_NAMES,
      declared: systemRepositories,
    });
    this.system = new ViewedTransactions(store.system, systemView);
  }

  of(tenantId: TenantId): Transactions<Transaction> {
    return new ViewedTransactions(this.store.of(tenantId), this.view);
  }
}

type View<Tx> = new (tx: Tx) => Tx;

class ViewedTransactions<Tx> implements Transactions<Tx> {
  constructor(
    private readonly transactions: Transactions<Tx>,
    private readonly View: View<Tx>,
  ) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.transaction((tx) => work(new this.View(tx)));
  }

  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.read((tx) => work(new this.View(tx)));
  }
}

interface Viewed<Tx> {
  readonly tx: Tx;
}

/** A class of transactions: getters on its prototype lead to what was declared, and refuse the rest. */
function viewOf<Tx extends { now(): Promise<Date> }>(
  service: string,
  { all, declared }: { readonly all: readonly (keyof Tx)[]; readonly declared: readonly (keyof Tx)[] },
): View<Tx> {
  class ServiceTransaction implements Viewed<Tx> {
    constructor(readonly tx: Tx) {}

    now(): Promise<Date> {
      return this.tx.now();
    }

    /** Undefined where the transaction is of no tenant. */
    get tenantId(): TenantId | undefined {
      return (this.tx as Partial<Transaction>).tenantId;
    }
  }
  for (const name of all) {
    const isDeclared = declared.includes(name);
    Object.defineProperty(ServiceTransaction.prototype, name, {
      get(this: Viewed<Tx>) {
        if (isDeclared) return this.tx[name];
        throw new SyncError(
          'system.unexpected',
          `The service ${service} does not declare the repository ${String(name)}`,
        );
      },
    });
  }
  return ServiceTransaction as unknown as View<Tx>;
}
