import { keepOwnerKeyFile } from '@evenkeel/adapter-secrets';
import type { AccessRules, Logger } from '@evenkeel/ports';
import type { AccessSettings } from './platform-settings.js';

/** How callers of the admin API are known in this process. Where its owner key is, is told; the key never is. */
export function openAccess(settings: AccessSettings | undefined, log: Logger): AccessRules {
  if (settings === undefined || settings.authentication === 'off') return { authentication: 'off' };
  const { authentication, ownerKeyFile = '.evenkeel/owner-key' } = settings;
  const ownerKey = keepOwnerKeyFile(ownerKeyFile);
  log.info('the owner key is in a file', { path: ownerKeyFile });
  return { authentication, ownerKey };
}
