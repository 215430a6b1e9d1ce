import type { JsonObject, TenantId } from '@evenkeel/domain';

/** Which of its owner's secrets a sealed text is; `token/` is followed by the name of the grant. */
export type SealedField =
  | 'credentials'
  | 'model_key'
  | 'channel_secret'
  | 'webhook_secret'
  | 'values'
  | `token/${string}`;

/** What a sealed text belongs to. It is authenticated with the text, which opens there and nowhere else. */
export interface SealedFor {
  readonly tenantId: TenantId;
  /** Id of the connection, webhook endpoint, model or notification channel; of values in records, that of the tenant. */
  readonly owner: string;
  readonly field: SealedField;
}

/** Authenticated encryption for what must not be read in the store. */
export abstract class SecretBox {
  abstract seal(secret: JsonObject, place: SealedFor): string;
  /** Throws `config.sealed_with_other_key` when the key or the place is not the one it was sealed with. */
  abstract open(sealed: string, place: SealedFor): JsonObject;
}

/** Seals provider credentials. The webhook gateway does not have it. */
export abstract class CredentialBox extends SecretBox {
  /** The same text for the same secret and context, from which the secret cannot be told or guessed without the key. */
  abstract nameOf(secret: JsonObject, context: string): string;
}

/** Seals what records hold where it is kept for a replay: under a key of its own, so that ingestion can read no credentials. */
export abstract class PayloadBox extends SecretBox {}

/** Seals webhook signing secrets, under a key of its own, so that the public gateway can read nothing else. */
export abstract class WebhookSecretBox extends SecretBox {}

/**
 * Keys that stay the same while master keys come and go, because what was made with them is kept: names of grants, digests of values, and
 * the seals of values in records.
 */
export type KeptKeyName = 'name' | 'digest' | 'payload';
