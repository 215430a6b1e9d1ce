import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Hmac, type HmacForm } from '@evenkeel/ports';

export class NodeHmac extends Hmac {
  sign(
    { algorithm, encoding }: HmacForm,
    key: string | Uint8Array,
    parts: readonly (string | Uint8Array)[],
  ): string {
    const hmac = createHmac(algorithm, key);
    for (const part of parts) hmac.update(part);
    return hmac.digest(encoding);
  }

  digest(bytes: Uint8Array): string {
    return createHash('sha256').update(bytes).digest('hex');
  }

  same(left: string, right: string): boolean {
    const a = Buffer.from(left);
    const b = Buffer.from(right);
    // The length of a signature is no secret.
    return a.length === b.length && timingSafeEqual(a, b);
  }
}
