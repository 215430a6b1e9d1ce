import { Outbox, Store, type OutboxEntry, type Transaction } from '@evenkeel/ports';
import type { Transactions } from '../database/transactions.js';

/** The store as one process sees it: each of its transactions can be held back, statement by statement. */
export class WatchedStore extends Store {
  constructor(
    private readonly owner: string,
    private readonly store: Store,
    private readonly transactions: Transactions,
  ) {
    super();
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transactions.run(this.owner, () => this.store.transaction(work));
  }

  /** What is held back and let through are transactions. */
  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transaction(work);
  }
}

export class WatchedOutbox extends Outbox {
  constructor(
    private readonly owner: string,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {
    super();
  }

  drain(limit: number, publish: (entries: readonly OutboxEntry[]) => Promise<void>): Promise<number> {
    return this.transactions.run(this.owner, () => this.outbox.drain(limit, publish));
  }

  onAdded(): void {
    throw new Error('A commit that added messages is noticed by its statements');
  }
}
