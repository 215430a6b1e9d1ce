import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '@evenkeel/domain';
import type { CredentialBox, PayloadBox, SealedFor, SecretBox, WebhookSecretBox } from '@evenkeel/ports';
import { Envelope } from './envelope.js';
import { nameText, openText, sealText } from './sealed-text.js';
import type { KeyList, NamedKey } from './secret-key.js';

class EnvelopeBox implements SecretBox {
  constructor(private readonly envelope: Envelope) {}

  seal(secret: JsonObject, place: SealedFor): string {
    return this.envelope.seal(secret, place);
  }

  open(sealed: string, place: SealedFor): JsonObject {
    return this.envelope.open(sealed, place);
  }
}

export class AesCredentialBox extends EnvelopeBox implements CredentialBox {
  /** @param naming is kept: names stay the same when other keys seal */
  constructor(
    keys: KeyList,
    private readonly naming: KeyObject,
  ) {
    super(new Envelope(keys, 'credential'));
  }

  nameOf(secret: JsonObject, context: string): string {
    return nameText(this.naming, secret, context);
  }
}

export class AesWebhookSecretBox extends EnvelopeBox implements WebhookSecretBox {
  constructor(keys: KeyList) {
    super(new Envelope(keys, 'webhook'));
  }
}

/** Under one key that is kept: what it sealed stands in the midst of what records hold, wherever that is, and is not sealed again. */
export class AesPayloadBox implements PayloadBox {
  constructor(private readonly key: NamedKey) {}

  seal(secret: JsonObject, { tenantId }: SealedFor): string {
    return sealText(this.key, secret, tenantId);
  }

  open(sealed: string, { tenantId }: SealedFor): JsonObject {
    return openText([this.key], sealed, tenantId);
  }
}
