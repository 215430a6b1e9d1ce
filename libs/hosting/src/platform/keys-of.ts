import { deriveRecordKey, deriveWebhookKey } from '@evenkeel/adapter-secrets';
import type { SecretKeys } from './platform-settings.js';

/** The keys of a process that may have all of them. */
export function keysOf(master: readonly string[]): Required<SecretKeys> {
  return { master, webhook: master.map(deriveWebhookKey), record: master.map(deriveRecordKey) };
}
