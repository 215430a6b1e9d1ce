import type { ApiKey, TenantId } from '@evenkeel/domain';
import type { NewApiKey } from './api-key-repository.js';

export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly createdAt: Date;
}

/** What a tenant has that was not removed. */
export interface CountedTenant extends Tenant {
  readonly connections: number;
  readonly jobs: number;
  /** Since when it is being removed; null: it is not. */
  readonly removedAt: Date | null;
}

export interface TenantRepository {
  /** With its first key. Gives undefined where another has its name. */
  insert(
    tenant: Pick<Tenant, 'id' | 'name'>,
    key: NewApiKey,
  ): Promise<{ readonly tenant: Tenant; readonly key: ApiKey } | undefined>;
  /** By name, at most 1,000. */
  list(): Promise<readonly CountedTenant[]>;
}
