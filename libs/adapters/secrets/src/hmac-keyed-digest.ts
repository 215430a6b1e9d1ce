import { createHmac, type KeyObject } from 'node:crypto';
import type { TenantId } from '@evenkeel/domain';
import { KeyedDigest } from '@evenkeel/ports';

const HEX_DIGITS = 32;

/** The first 128 bits of HMAC-SHA-256. */
export class HmacKeyedDigest extends KeyedDigest {
  constructor(private readonly key: KeyObject) {
    super();
  }

  of(tenantId: TenantId, text: string): string {
    // A tenant id has always the same length: no text of one tenant is a text of another.
    return createHmac('sha256', this.key).update(`${tenantId}\n${text}`).digest('hex').slice(0, HEX_DIGITS);
  }
}
