import type { AddedTenantView, ListView, RequestOf, TenantView } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Hmac, Ids, Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { newApiKey, viewApiKey } from './new-api-key.js';

/** Tenants of the installation, for callers of the first one. */
export class ManageTenants {
  constructor(
    private readonly store: Store,
    private readonly hmac: Hmac,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** The tenant and its first key, or neither: without one it could not be had a key for. Rejects with `request.already_exists`. */
  async add({ actor }: Caller, { name }: RequestOf<'addTenant'>): Promise<AddedTenantView> {
    const id = this.ids.next();
    const first = { name: 'first', role: 'admin', createdBy: actor, expiresInDays: null } as const;
    const { key, stored } = newApiKey({ ids: this.ids, hmac: this.hmac }, first);
    const added = await this.store.system.transaction((tx) => tx.tenants.insert({ id, name }, stored));
    if (added === undefined)
      throw new SyncError('request.already_exists', `A tenant named ${name} exists already`);
    this.log.info('tenant added', { tenantId: id, name, actor });
    const apiKey = { ...viewApiKey(added.key), key };
    return { id, name, createdAt: added.tenant.createdAt.toISOString(), apiKey };
  }

  async list(): Promise<ListView<TenantView>> {
    const tenants = await this.store.system.read((tx) => tx.tenants.list());
    return {
      items: tenants.map(({ createdAt, removedAt, ...tenant }) => ({
        ...tenant,
        createdAt: createdAt.toISOString(),
        removedAt: removedAt?.toISOString() ?? null,
      })),
      next: null,
    };
  }
}
