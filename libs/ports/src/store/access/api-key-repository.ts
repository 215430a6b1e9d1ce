import type { ApiKey, TenantId } from '@evenkeel/domain';

/** A key that is to be stored. */
export interface NewApiKey extends Pick<ApiKey, 'id' | 'name' | 'prefix' | 'role' | 'createdBy'> {
  readonly hash: string;
  /** Null: it never ends. */
  readonly expiresInDays: number | null;
}

/** Keys with which callers of a tenant prove who they are. */
export interface ApiKeyRepository {
  /** Gives undefined where another live key of the tenant has its name. */
  insert(key: NewApiKey): Promise<ApiKey | undefined>;
  /** Live ones by name, then revoked ones, the latest first; at most 500. */
  list(): Promise<readonly ApiKey[]>;
  /** The live one of that id or name. Gives undefined where there is none. */
  revoke(reference: string, actor: string): Promise<ApiKey | undefined>;
}

/** A key as it is held against a presented one. */
export interface KnownApiKey extends ApiKey {
  readonly hash: string;
  /** Whether its last use is so long ago that this one is to be noted. */
  readonly isUseDue: boolean;
  /** The database's clock. */
  readonly now: Date;
}

/** What is known of a caller before its tenant is. */
export interface AccessRepository {
  /** One statement. */
  findKey(prefix: string): Promise<KnownApiKey | undefined>;
  /** The tenant of that name, where it is not being removed. One statement. */
  findTenant(name: string): Promise<TenantId | undefined>;
  noteUse(id: string): Promise<void>;
  /** The key of the first tenant that is in a file. Changes nothing where its prefix is known, also of one that was revoked. */
  keepOwnerKey(key: Pick<NewApiKey, 'id' | 'prefix' | 'hash'>): Promise<void>;
}
