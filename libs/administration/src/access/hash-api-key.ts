import type { Hmac } from '@evenkeel/ports';

/** Keys are random, so that a fast hash does; the name keeps it apart from what else is hashed. */
export function hashApiKey(hmac: Hmac, key: string): string {
  return hmac.sign({ algorithm: 'sha256', encoding: 'hex' }, 'evenkeel/api-key', [key]);
}
