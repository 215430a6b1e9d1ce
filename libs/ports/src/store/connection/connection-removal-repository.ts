import type { Connection, ConnectionId, JobId, TenantId } from '@evenkeel/domain';

export interface UnclearedConnection {
  readonly tenantId: TenantId;
  readonly id: ConnectionId;
}

/** The removal of a connection, step by step: marked at once, cleared away when none of its runs goes on. */
export interface ConnectionRemovalRepository {
  /** Jobs of it that are there, locked in the order of their ids. */
  lockJobs(id: ConnectionId): Promise<readonly JobId[]>;
  /** Marks it as removed, which it stays, and closes its endpoints. Changes nothing the second time. */
  begin(id: ConnectionId, actor: string): Promise<void>;
  /** Stores a connection that never was there for anything else than what a session of its own keeps: it is to be cleared after it. */
  insertRemoved(connection: Connection): Promise<void>;
  /**
   * Deletes credentials, tokens, kept answers and what is known of its calls, and the connection itself where nothing of its past
   * refers to it. False while something of it still goes on: then nothing is deleted.
   */
  clear(id: ConnectionId): Promise<boolean>;
}
