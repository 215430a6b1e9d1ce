import type { Repositories } from './repositories.js';

/**
 * One transaction's view of the store. Locks are taken in one order everywhere:
 * execution, dispatch, chunk (by id), external reference (by external id), record (by id), failure (by key).
 */
export interface Transaction extends Repositories {
  /** The database's clock, the same for all processes. */
  now(): Promise<Date>;
}

export abstract class Store {
  /**
   * Runs `work` in one READ COMMITTED transaction and commits when it resolves. `work` may be run again from its start when
   * the database asks for it (deadlock, serialization, a unique row that another transaction wrote first): it must decide
   * anew from what it reads. Rejects with `system.database` when the database stays away.
   */
  abstract transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;

  /**
   * Runs `work`, which reads with one statement, outside of a transaction: for what is asked so often that beginning and
   * committing would be most of it. Rejects as a transaction does, and with `system.unexpected` at a second statement.
   */
  abstract read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}
