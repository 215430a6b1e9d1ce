import type { TenantId } from '@evenkeel/domain';
import type { Repositories, SystemRepositories } from './repositories.js';

interface UnitOfWork {
  /** The database's clock, the same for all processes. */
  now(): Promise<Date>;
}

/**
 * One transaction's view of what belongs to one tenant: rows of another are not found, and not written. Locks are taken in
 * one order everywhere: execution, dispatch, chunk (by id), external reference (by external id), record (by id), failure (by
 * key).
 */
export interface Transaction extends UnitOfWork, Repositories {
  readonly tenantId: TenantId;
}

/** One transaction's view of what belongs to the installation: whose turn it is of all tenants, and the queue of chunks. */
export interface SystemTransaction extends UnitOfWork, SystemRepositories {}

/** Begins units of work. */
export interface Transactions<Tx> {
  /**
   * Runs `work` in one READ COMMITTED transaction and commits when it resolves. `work` may be run again from its start when
   * the database asks for it (deadlock, serialization, a unique row that another transaction wrote first): it must decide
   * anew from what it reads. Rejects with `system.database` when the database stays away.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /**
   * Runs `work`, which reads with one statement, outside of a transaction: for what is asked so often that beginning and
   * committing would be most of it. Rejects as a transaction does, and with `system.unexpected` at a second statement.
   */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export abstract class Store {
  /** Units of work of one tenant. */
  abstract of(tenantId: TenantId): Transactions<Transaction>;
  /** Units of work over all tenants, for sweeps, queues and what is one for the installation. */
  abstract readonly system: Transactions<SystemTransaction>;
}
