import type { TenantId } from '@evenkeel/domain';
import type { EventLog, Outbox, Store, SystemTransaction, Transaction, Transactions } from '@evenkeel/ports';

/** An empty store for one test. */
export interface StoreWorld {
  readonly store: Store;
  /** Units of work of the default tenant. */
  readonly tenant: Transactions<Transaction>;
  readonly system: Transactions<SystemTransaction>;
  /** Another one, with nothing in it. */
  readonly addTenant: () => Promise<TenantId>;
  readonly outbox: Outbox;
  readonly events: EventLog;
  /** What the database's clock says from the next transaction on; undefined: the real time again. */
  readonly setNow: (now: Date | undefined) => void;
}

export interface StoreConformance {
  readonly open: () => Promise<StoreWorld>;
}

/** A transaction that has done its work and waits to be told to commit. */
export interface HeldTransaction<T> {
  readonly answer: T;
  readonly commit: () => Promise<void>;
}

/** Resolves when `work` is done; its locks stay until `commit`. */
export async function hold<Tx, T>(
  transactions: Transactions<Tx>,
  work: (tx: Tx) => Promise<T>,
): Promise<HeldTransaction<T>> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  return new Promise((resolve, reject) => {
    const ended = transactions.transaction(async (tx) => {
      const answer = await work(tx);
      resolve({
        answer,
        commit: async () => {
          release();
          await ended;
        },
      });
      await released;
    });
    ended.catch(reject);
  });
}

/** Whether something is still waiting after a moment in which it could long have happened. */
export async function isBlocked(work: Promise<unknown>): Promise<boolean> {
  const waited = new Promise<true>((resolve) => setTimeout(() => resolve(true), 150));
  return Promise.race([waited, work.then(() => false)]);
}
