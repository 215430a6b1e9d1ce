import { createHmac, timingSafeEqual } from 'node:crypto';
import { Hmac } from '@evenkeel/ports';

export class NodeHmac extends Hmac {
  sha256(secret: string, body: Uint8Array): string {
    return createHmac('sha256', secret).update(body).digest('hex');
  }

  same(left: string, right: string): boolean {
    const a = Buffer.from(left);
    const b = Buffer.from(right);
    // The length of a signature is no secret.
    return a.length === b.length && timingSafeEqual(a, b);
  }
}
