import type { ConnectionId, TenantId } from '@evenkeel/domain';
import type { Tenant } from './tenant-repository.js';

/** A tenant, and since when it is being removed. */
export interface RemovableTenant extends Tenant {
  /** Null: it is not. */
  readonly removedAt: Date | null;
  readonly removedBy: string | null;
}

/** How many rows of a tenant a table has. */
export interface TableRows {
  readonly table: string;
  /** Counted up to a million. */
  readonly rows: number;
}

/** The removal of a tenant, step by step: each may be taken again, and by several processes at once. */
export interface TenantRemovalRepository {
  /** By id or name, the id first. */
  find(reference: string): Promise<RemovableTenant | undefined>;
  /** What would be erased: tables that have rows of it. */
  plan(id: TenantId): Promise<readonly TableRows[]>;
  /** Marks it and revokes its keys: no caller is of it any more. Where it is marked already, who began stays. */
  begin(id: TenantId, actor: string): Promise<RemovableTenant | undefined>;
  listRemoving(): Promise<readonly RemovableTenant[]>;
  /** Its connections that are not removed yet. */
  listConnections(id: TenantId): Promise<readonly ConnectionId[]>;
  /** Whether it is marked for so long that nothing is under way any more, its runs have ended, and its connections and jobs are cleared. */
  isQuiet(id: TenantId, quietMinutes: number): Promise<boolean>;
  /** The tables with rows of tenants, in the order in which they are to be erased. */
  tables(): readonly string[];
  /** Deletes rows of a tenant that is marked; how many, at most `limit`. */
  erase(id: TenantId, table: string, limit: number): Promise<number>;
  /** Drops its views, their schema and the tenant itself; whether it is gone. Changes nothing where rows of it are left. */
  finish(id: TenantId): Promise<boolean>;
}
