import { Store, type Transaction } from '@evenkeel/ports';

/** The same store, but for what `alter` puts over parts of each transaction. */
export class AlteredStore extends Store {
  constructor(
    private readonly store: Store,
    private readonly alter: (tx: Transaction, store: Store) => Partial<Transaction>,
  ) {
    super();
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.store.transaction((tx) => work(over(tx, this.alter(tx, this.store))));
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.store.read((tx) => work(over(tx, this.alter(tx, this.store))));
  }
}

/** The same object, but for some of its members. */
export function over<Port extends object>(port: Port, members: Partial<Port>): Port {
  const altered = Object.create(port) as Port;
  for (const [name, value] of Object.entries(members)) Object.defineProperty(altered, name, { value });
  return altered;
}
