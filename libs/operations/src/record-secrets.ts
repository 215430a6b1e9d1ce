import { SyncError, type KeyedHash, type TenantId, type ValueBox } from '@evenkeel/domain';
import { KeyedDigest, PayloadBox } from '@evenkeel/ports';

/** What is done with values of a tenant under keys that are not in the database. */
export interface SecretsOfTenant {
  readonly hash: KeyedHash;
  readonly box: ValueBox;
}

/** Hashes and seals what records hold, for one tenant at a time. */
export class RecordSecrets {
  constructor(
    private readonly keyed: KeyedDigest,
    private readonly payloads: PayloadBox,
  ) {}

  of(tenantId: TenantId): SecretsOfTenant {
    const place = { tenantId, owner: tenantId, field: 'values' } as const;
    return {
      hash: (text) => this.keyed.of(tenantId, text),
      box: {
        seal: (text) => this.payloads.seal({ text }, place),
        open: (sealed) => textOf(this.payloads.open(sealed, place)),
      },
    };
  }
}

function textOf({ text }: ReturnType<PayloadBox['open']>): string {
  if (typeof text === 'string') return text;
  throw new SyncError('config.sealed_with_other_key', 'What was sealed is not a value of a record');
}
