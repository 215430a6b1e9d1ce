import type { JsonObject } from '@evenkeel/domain';
import { CredentialBox, WebhookSecretBox } from '@evenkeel/ports';
import { nameText, openText, sealText } from './sealed-text.js';
import type { NamedKey } from './secret-key.js';

export class AesCredentialBox extends CredentialBox {
  constructor(private readonly key: NamedKey) {
    super();
  }

  seal(secret: JsonObject, context: string): string {
    return sealText(this.key, secret, context);
  }

  open(sealed: string, context: string): JsonObject {
    return openText(this.key, sealed, context);
  }

  nameOf(secret: JsonObject, context: string): string {
    return nameText(this.key, secret, context);
  }
}

export class AesWebhookSecretBox extends WebhookSecretBox {
  constructor(private readonly key: NamedKey) {
    super();
  }

  seal(secret: JsonObject, context: string): string {
    return sealText(this.key, secret, context);
  }

  open(sealed: string, context: string): JsonObject {
    return openText(this.key, sealed, context);
  }
}
