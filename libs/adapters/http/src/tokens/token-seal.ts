import type { TenantId } from '@evenkeel/domain';
import type { CredentialBox, KeptToken, SealedFor, TokenKey } from '@evenkeel/ports';
import { secretsFromJson, secretsToJson, type TokenSecrets } from './held-token.js';

/** Seals the tokens of one grant for the vault. */
export class TokenSeal {
  private readonly place: SealedFor;

  constructor(
    private readonly box: CredentialBox,
    tenantId: TenantId,
    { connectionId, grant }: TokenKey,
  ) {
    this.place = { tenantId, owner: connectionId, field: `token/${grant}` };
  }

  seal(secrets: TokenSecrets): string {
    return this.box.seal(secretsToJson(secrets), this.place);
  }

  open({ sealed }: Pick<KeptToken, 'sealed'>): TokenSecrets {
    return secretsFromJson(this.box.open(sealed, this.place));
  }
}
