import {
  boundCredentialsFromJson,
  boundCredentialsToJson,
  type BoundCredentials,
  type ConnectionId,
} from '@evenkeel/domain';
import { CredentialBox } from '@evenkeel/ports';

/** Seals the credentials of connections together with the addresses that they are given for. */
export class CredentialSafe {
  constructor(private readonly box: CredentialBox) {}

  /** Null where there is nothing to seal. */
  seal(bound: BoundCredentials, connectionId: ConnectionId): string | null {
    if (Object.keys(bound.credentials).length === 0) return null;
    return this.box.seal(boundCredentialsToJson(bound), connectionId);
  }

  /** Null where there are none. Rejects as the box does, and with `config.credentials_bound_elsewhere`. */
  open(sealed: string | null, connectionId: ConnectionId): BoundCredentials | null {
    return sealed === null ? null : boundCredentialsFromJson(this.box.open(sealed, connectionId));
  }
}
