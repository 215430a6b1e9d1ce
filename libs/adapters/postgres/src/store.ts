import { Store, type Transaction } from '@evenkeel/ports';
import type { Transactor } from './database/transactor.js';
import type { PostgresOutbox } from './outbox/outbox.js';
import { PostgresTransaction } from './transaction.js';
import { ReferenceSets } from './record/reference-sets.js';

export class PostgresStore extends Store {
  private readonly sets = new ReferenceSets();

  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: PostgresOutbox,
  ) {
    super();
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    let hasAdded = false;
    const result = await this.transactor.run('store', async (session) => {
      const tx = new PostgresTransaction(session, this.sets);
      const answer = await work(tx);
      hasAdded = tx.outbox.hasAdded;
      return answer;
    });
    if (hasAdded) this.outbox.tellAdded();
    return result;
  }

  async read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transactor.read('read', (session) => work(new PostgresTransaction(session, this.sets)));
  }
}
