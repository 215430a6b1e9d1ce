import type { AddedApiKeyView, ApiKeyView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Hmac, Ids, Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { newApiKey, viewApiKey } from './new-api-key.js';

/** Keys with which others call for the tenant of their maker. */
export class ManageApiKeys {
  constructor(
    private readonly store: Store,
    private readonly hmac: Hmac,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.already_exists`. */
  async add({ tenantId, actor }: Caller, wanted: RequestOf<'addApiKey'>): Promise<AddedApiKeyView> {
    const { key, stored } = newApiKey({ ids: this.ids, hmac: this.hmac }, { ...wanted, createdBy: actor });
    const { name, prefix, role } = stored;
    const added = await this.store.of(tenantId).transaction((tx) => tx.apiKeys.insert(stored));
    if (added === undefined)
      throw new SyncError('request.already_exists', `An API key named ${name} exists already`);
    this.log.info('API key made', { name, prefix, role, actor });
    return { ...viewApiKey(added), key };
  }

  async list({ tenantId }: Caller): Promise<ListView<ApiKeyView>> {
    const keys = await this.store.of(tenantId).read((tx) => tx.apiKeys.list());
    return { items: keys.map(viewApiKey), next: null };
  }

  async revoke({ tenantId, actor }: Caller, { apiKey }: RequestOf<'revokeApiKey'>): Promise<ApiKeyView> {
    const revoked = await this.store.of(tenantId).transaction((tx) => tx.apiKeys.revoke(apiKey, actor));
    if (revoked === undefined)
      throw new SyncError('request.not_found', `There is no API key "${apiKey}" that could be revoked`);
    this.log.info('API key revoked', { name: revoked.name, prefix: revoked.prefix, actor });
    return viewApiKey(revoked);
  }
}
