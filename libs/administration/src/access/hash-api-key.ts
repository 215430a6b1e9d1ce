import type { Hmac } from '@evenkeel/ports';

/** Keys are random, so that a fast hash does; the name keeps it apart from what else is hashed. */
export function hashApiKey(hmac: Hmac, key: string): string {
  return hmac.sha256('evenkeel/api-key', Buffer.from(key));
}
