import type { AddedApiKeyView, ApiKeyView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey, SyncError, type ApiKey } from '@evenkeel/domain';
import { Hmac, Ids, Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { hashApiKey } from './hash-api-key.js';

/** Keys with which others call for the tenant of their maker. */
export class ManageApiKeys {
  constructor(
    private readonly store: Store,
    private readonly hmac: Hmac,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.already_exists`. */
  async add(
    { tenantId, actor }: Caller,
    { name, role, expiresInDays }: RequestOf<'addApiKey'>,
  ): Promise<AddedApiKeyView> {
    const prefix = this.ids.secret(API_KEY_BYTES.prefix);
    const key = composeApiKey(prefix, this.ids.secret(API_KEY_BYTES.secret));
    const hash = hashApiKey(this.hmac, key);
    const made = { id: this.ids.next(), name, prefix, role, createdBy: actor, hash, expiresInDays };
    const added = await this.store.of(tenantId).transaction((tx) => tx.apiKeys.insert(made));
    if (added === undefined)
      throw new SyncError('request.already_exists', `An API key named ${name} exists already`);
    this.log.info('API key made', { name, prefix, role, actor });
    return { ...view(added), key };
  }

  async list({ tenantId }: Caller): Promise<ListView<ApiKeyView>> {
    const keys = await this.store.of(tenantId).read((tx) => tx.apiKeys.list());
    return { items: keys.map(view), next: null };
  }

  async revoke({ tenantId, actor }: Caller, { apiKey }: RequestOf<'revokeApiKey'>): Promise<ApiKeyView> {
    const revoked = await this.store.of(tenantId).transaction((tx) => tx.apiKeys.revoke(apiKey, actor));
    if (revoked === undefined)
      throw new SyncError('request.not_found', `There is no API key "${apiKey}" that could be revoked`);
    this.log.info('API key revoked', { name: revoked.name, prefix: revoked.prefix, actor });
    return view(revoked);
  }
}

function view(key: ApiKey): ApiKeyView {
  const { id, name, prefix, role, createdBy } = key;
  return {
    ...{ id, name, prefix, role, createdBy },
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
