import type { ApiKeyView } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey, type ApiKey } from '@evenkeel/domain';
import type { Hmac, Ids, NewApiKey } from '@evenkeel/ports';
import { hashApiKey } from './hash-api-key.js';

/** A key, and what is stored of it. */
export function newApiKey(
  { ids, hmac }: { readonly ids: Ids; readonly hmac: Hmac },
  wanted: Pick<NewApiKey, 'name' | 'role' | 'createdBy' | 'expiresInDays'>,
): { readonly key: string; readonly stored: NewApiKey } {
  const prefix = ids.secret(API_KEY_BYTES.prefix);
  const key = composeApiKey(prefix, ids.secret(API_KEY_BYTES.secret));
  return { key, stored: { ...wanted, id: ids.next(), prefix, hash: hashApiKey(hmac, key) } };
}

export function viewApiKey(key: ApiKey): ApiKeyView {
  const { id, name, prefix, role, createdBy } = key;
  return {
    ...{ id, name, prefix, role, createdBy },
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
