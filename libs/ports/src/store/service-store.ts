import { SyncError } from '@evenkeel/domain';
import { REPOSITORY_NAMES, type RepositoryName } from './repositories.js';
import { Store, type Transaction } from './store.js';

/** What a service says of the store: its name, and the repositories that it takes. */
export interface StoreUser {
  readonly name: string;
  readonly repositories: readonly RepositoryName[];
}

type View = new (tx: Transaction) => Transaction;

/**
 * The store as one service may use it: a transaction rejects with `system.unexpected` where the service asks for a repository
 * that it did not declare. What a transaction offers is made once per service, so that each costs one object more.
 */
export class ServiceStore extends Store {
  private readonly view: View;

  constructor(
    user: StoreUser,
    private readonly store: Store,
  ) {
    super();
    this.view = viewOf(user);
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.store.transaction((tx) => work(new this.view(tx)));
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.store.read((tx) => work(new this.view(tx)));
  }
}

interface Viewed {
  readonly tx: Transaction;
}

/** A class of transactions: getters on its prototype lead to what was declared, and refuse the rest. */
function viewOf({ name: service, repositories }: StoreUser): View {
  class ServiceTransaction implements Viewed {
    constructor(readonly tx: Transaction) {}

    now(): Promise<Date> {
      return this.tx.now();
    }
  }
  for (const name of REPOSITORY_NAMES) {
    const isDeclared = repositories.includes(name);
    Object.defineProperty(ServiceTransaction.prototype, name, {
      get(this: Viewed) {
        if (isDeclared) return this.tx[name];
        throw new SyncError(
          'system.unexpected',
          `The service ${service} does not declare the repository ${name}`,
        );
      },
    });
  }
  return ServiceTransaction as unknown as View;
}
