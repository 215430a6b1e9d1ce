import { SyncError } from '@evenkeel/domain';
import { Resealer, type SealedText } from '@evenkeel/ports';
import { Envelope } from './envelope.js';
import { KeptKeys } from './kept-keys.js';
import { credentialKeys, deriveRecordKey, deriveWebhookKey, webhookKeys } from './secret-key.js';

/** Of master keys: the first seals. */
export class AesResealer extends Resealer {
  private readonly credentials: Envelope;
  private readonly webhooks: Envelope;
  private readonly kept: KeptKeys;

  constructor(masterKeys: readonly string[]) {
    super();
    this.credentials = new Envelope(credentialKeys(masterKeys), 'credential');
    this.webhooks = new Envelope(webhookKeys(masterKeys.map(deriveWebhookKey)), 'webhook');
    this.kept = new KeptKeys({ master: masterKeys, record: masterKeys.map(deriveRecordKey) });
  }

  resealed({ sealed, place }: SealedText): string | undefined {
    if (typeof place === 'string') return this.kept.resealed(place, sealed);
    if (place.field === 'values')
      throw new SyncError('system.unexpected', 'Values of records are sealed with a key that is kept');
    return (place.field === 'webhook_secret' ? this.webhooks : this.credentials).resealed(sealed, place);
  }
}
