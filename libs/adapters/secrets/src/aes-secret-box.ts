import type { JsonObject } from '@evenkeel/domain';
import type { CredentialBox, PayloadBox, SecretBox, WebhookSecretBox } from '@evenkeel/ports';
import { nameText, openText, sealText } from './sealed-text.js';
import type { NamedKey } from './secret-key.js';

/** A box of a purpose is this with the key of that purpose. */
class AesBox implements SecretBox {
  constructor(protected readonly key: NamedKey) {}

  seal(secret: JsonObject, context: string): string {
    return sealText(this.key, secret, context);
  }

  open(sealed: string, context: string): JsonObject {
    return openText(this.key, sealed, context);
  }
}

export class AesCredentialBox extends AesBox implements CredentialBox {
  nameOf(secret: JsonObject, context: string): string {
    return nameText(this.key, secret, context);
  }
}

export class AesWebhookSecretBox extends AesBox implements WebhookSecretBox {}

export class AesPayloadBox extends AesBox implements PayloadBox {}
