import { isStorable, SyncError } from '@evenkeel/domain';
import { acceptTriggers } from '@evenkeel/operations';
import {
  Hmac,
  Ids,
  Store,
  WebhookSecretBox,
  type WebhookAddress,
  type WebhookDelivery,
} from '@evenkeel/ports';
import { GatewayMetrics } from './gateway-metrics.js';
import { namedRecords, textOfDelivery } from './named-records.js';
import { verifySignature, type SignedDelivery } from './signature.js';

/** Senders use UUIDs and the like; longer ones do not fit the key that tells a delivery is known. */
const LONGEST_DELIVERY_ID = 255;

export type DeliveryAnswer = 'accepted' | 'ignored' | 'known';

/**
 * Makes a verified delivery durable, with a trigger for each job that wants it, before the sender is answered. A delivery
 * is a hint: the record itself is read from the provider.
 */
export class AcceptDelivery {
  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly hmac: Hmac,
    private readonly ids: Ids,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `request.not_found` for an unknown address, `request.bad_signature`, `request.invalid`. */
  accept(token: string, delivery: SignedDelivery): Promise<DeliveryAnswer> {
    return this.metrics.count(() => this.take(token, delivery));
  }

  private async take(token: string, delivery: SignedDelivery): Promise<DeliveryAnswer> {
    if (delivery.id === '' || delivery.id.length > LONGEST_DELIVERY_ID) {
      throw new SyncError('request.invalid', `A delivery id has 1 to ${LONGEST_DELIVERY_ID} characters`);
    }
    const { address, now } = await this.find(token);
    if (address === undefined)
      throw new SyncError('request.not_found', 'There is no webhook at this address');
    const { endpoint } = address;
    try {
      verifySignature(delivery, this.secretOf(address), this.hmac, now);
    } catch (error) {
      await this.note(address, error);
      throw error;
    }
    if (delivery.isGreeting === true) return 'ignored';
    const body = textOfDelivery(delivery.body);
    const externalIds = namedRecords(body, endpoint.idPaths);
    return this.keep(address, { deliveryId: delivery.id, body, externalIds });
  }

  /** For a delivery that is not even signed. Rejects with `refusal`, wherever it was sent. */
  refuse(token: string, refusal: SyncError): Promise<never> {
    return this.metrics.count(async () => {
      const { address } = await this.find(token);
      if (address !== undefined) await this.note(address, refusal);
      throw refusal;
    });
  }

  private find(token: string): Promise<{ readonly address: WebhookAddress | undefined; readonly now: Date }> {
    return this.store.system.transaction(async (tx) => ({
      // Senders are not known yet: a token may hold what the database would not even compare.
      address: isStorable(token) ? await tx.webhookAddresses.find(token) : undefined,
      now: await tx.now(),
    }));
  }

  /** Its address is known to few, so that a person will want to know. */
  private async note({ tenantId, endpoint }: WebhookAddress, error: unknown): Promise<void> {
    if (!(error instanceof SyncError) || error.code !== 'request.bad_signature') return;
    const { message } = error;
    await this.store.of(tenantId).transaction((tx) => tx.webhooks.noteRefusal(endpoint.id, message));
  }

  private secretOf({ tenantId, endpoint }: WebhookAddress): string {
    const place = { tenantId, owner: endpoint.id, field: 'webhook_secret' } as const;
    const { secret } = this.secrets.open(endpoint.sealedSecret, place);
    if (typeof secret === 'string') return secret;
    throw new SyncError('system.unexpected', `Webhook endpoint ${endpoint.id} was stored without a secret`);
  }

  private keep(
    { tenantId, endpoint, refuses }: WebhookAddress,
    { deliveryId, body, externalIds }: Pick<WebhookDelivery, 'deliveryId' | 'body' | 'externalIds'>,
  ): Promise<DeliveryAnswer> {
    return this.store.of(tenantId).transaction(async (tx) => {
      if (refuses) await tx.webhooks.forgetRefusals(endpoint.id);
      const jobs = await tx.jobs.listForWebhook(endpoint.connectionId, endpoint.stream);
      const asked = { kind: 'webhook', actor: `webhook ${deliveryId}`, externalIds } as const;
      const triggers = jobs.map((job) => ({ id: this.ids.next(), jobId: job.id, ...asked, mode: null }));
      const isNew = await tx.webhooks.insertDelivery({
        endpointId: endpoint.id,
        deliveryId,
        state: triggers.length > 0 ? 'accepted' : 'ignored',
        externalIds,
        body,
        triggerIds: triggers.map((trigger) => trigger.id),
      });
      if (!isNew) return 'known';
      await acceptTriggers(tx, triggers);
      return triggers.length > 0 ? 'accepted' : 'ignored';
    });
  }
}
