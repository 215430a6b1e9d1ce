import type { TenantId } from '@evenkeel/domain';
import {
  Outbox,
  Store,
  type OutboxEntry,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import type { Transactions as OpenTransactions } from '../database/transactions.js';

/** The store as one process sees it: each of its transactions can be held back, statement by statement. */
export class WatchedStore extends Store {
  readonly system: Transactions<SystemTransaction>;

  constructor(
    private readonly owner: string,
    private readonly store: Store,
    private readonly open: OpenTransactions,
  ) {
    super();
    this.system = this.watched(store.system);
  }

  of(tenantId: TenantId): Transactions<Transaction> {
    return this.watched(this.store.of(tenantId));
  }

  private watched<Tx>(transactions: Transactions<Tx>): Transactions<Tx> {
    const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      this.open.run(this.owner, () => transactions.transaction(work));
    // What is held back and let through are transactions: reads are made some.
    return { transaction, read: transaction };
  }
}

export class WatchedOutbox extends Outbox {
  constructor(
    private readonly owner: string,
    private readonly outbox: Outbox,
    private readonly transactions: OpenTransactions,
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
