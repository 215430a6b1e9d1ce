import { JoseTokenIssuer } from '@evenkeel/adapter-oidc';
import { keepOwnerKeyFile } from '@evenkeel/adapter-secrets';
import type { AccessRules, Clock, Logger } from '@evenkeel/ports';
import type { AccessSettings } from './platform-settings.js';

/** Where the owner key is, if nothing else is said. */
export const DEFAULT_OWNER_KEY_FILE = '.evenkeel/owner-key';

/** How callers of the admin API are known in this process. Where its owner key is, is told; the key never is. */
export function openAccess(
  settings: AccessSettings | undefined,
  { log, clock }: { readonly log: Logger; readonly clock: Clock },
): AccessRules {
  if (settings === undefined || settings.authentication === 'off') return { authentication: 'off' };
  const { authentication, ownerKeyFile = DEFAULT_OWNER_KEY_FILE, tokens, ...limits } = settings;
  const ownerKey = keepOwnerKeyFile(ownerKeyFile);
  log.info('the owner key is in a file', { path: ownerKeyFile });
  if (tokens === undefined) return { authentication, ownerKey, ...limits };
  const issuer = new JoseTokenIssuer(tokens.issuer, clock);
  return { authentication, ownerKey, ...limits, tokens: { issuer, rules: tokens.rules } };
}
