import { Store, type Transaction } from '@evenkeel/ports';

/** What keeps a promise. A world can be built without one, to see that the simulation notices. */
export const MECHANISMS = ['chunk_fence', 'sweeps'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

/** Judges pages by a chunk row that nobody holds: between the look and the write anything may happen. */
export class FencelessStore extends Store {
  constructor(private readonly store: Store) {
    super();
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.store.transaction((tx) => {
      const chunks = Object.create(tx.chunks) as Transaction['chunks'];
      chunks.lock = (id) => this.store.transaction((earlier) => earlier.chunks.lock(id));
      const view = Object.create(tx) as Transaction;
      Object.defineProperty(view, 'chunks', { value: chunks });
      return work(view);
    });
  }
}
