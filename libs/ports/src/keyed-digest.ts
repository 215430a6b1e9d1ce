import type { TenantId } from '@evenkeel/domain';

/** Digests that only this installation can make: under a key that is not in the database. */
export abstract class KeyedDigest {
  /** 128 bits of the text as 32 lower-case hexadecimal digits; of the same text another one for each tenant. */
  abstract of(tenantId: TenantId, text: string): string;
}
