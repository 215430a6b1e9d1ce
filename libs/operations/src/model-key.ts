import { assertBoundTo } from '@evenkeel/domain';
import type { StoredModel } from '@evenkeel/ports';
import type { CredentialSafe } from './credential-safe.js';

/**
 * The key that a model is asked with; null: its server asks for none. Throws `config.sealed_with_other_key`, or
 * `config.credentials_bound_elsewhere` where it was given for another server.
 */
export function openModelKey(safe: CredentialSafe, model: StoredModel): string | null {
  const bound = safe.open(model.sealedKey, model, 'model_key');
  if (bound === null) return null;
  assertBoundTo(bound.destinations, { baseUrl: new URL(model.baseUrl).origin });
  const { key } = bound.credentials;
  return typeof key === 'string' ? key : null;
}
