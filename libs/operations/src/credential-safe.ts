import {
  boundCredentialsFromJson,
  boundCredentialsToJson,
  type BoundCredentials,
  type ConnectionId,
  type TenantId,
} from '@evenkeel/domain';
import { CredentialBox, type SealedFor } from '@evenkeel/ports';

/** Whose credentials they are: of a connection, the key of a model, or the secret of a notification channel. */
export interface CredentialOwner {
  readonly id: ConnectionId;
  readonly tenantId: TenantId;
}

/** Seals credentials together with the addresses that they are given for. */
export class CredentialSafe {
  constructor(private readonly box: CredentialBox) {}

  /** Null where there is nothing to seal. */
  seal(
    bound: BoundCredentials,
    owner: CredentialOwner,
    field: CredentialField = 'credentials',
  ): string | null {
    if (Object.keys(bound.credentials).length === 0) return null;
    return this.box.seal(boundCredentialsToJson(bound), placeOf(owner, field));
  }

  /** Null where there are none. Rejects as the box does, and with `config.credentials_bound_elsewhere`. */
  open(
    sealed: string | null,
    owner: CredentialOwner,
    field: CredentialField = 'credentials',
  ): BoundCredentials | null {
    if (sealed === null) return null;
    return boundCredentialsFromJson(this.box.open(sealed, placeOf(owner, field)));
  }
}

type CredentialField = Extract<SealedFor['field'], 'credentials' | 'model_key' | 'channel_secret'>;

function placeOf({ id, tenantId }: CredentialOwner, field: CredentialField): SealedFor {
  return { tenantId, owner: id, field };
}
