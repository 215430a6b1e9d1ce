import type { JsonObject } from '@evenkeel/domain';

/** Authenticated encryption for what must not be read in the store. */
export abstract class SecretBox {
  /** `context` (for example the connection's id) is bound to the result: it opens under the same context only. */
  abstract seal(secret: JsonObject, context: string): string;
  /** Throws `config.sealed_with_other_key` when the key or the context is not the one it was sealed with. */
  abstract open(sealed: string, context: string): JsonObject;
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
