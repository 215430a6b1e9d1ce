import {
  idText,
  isStorable,
  parsePath,
  readAt,
  schemeMeaning,
  SyncError,
  type DeliveryProof,
  type JsonValue,
  type WebhookRules,
} from '@evenkeel/domain';
import type { WebhookDelivery } from '@evenkeel/ports';

/** Senders use UUIDs and the like; longer ones do not fit the key that tells a delivery is known. */
const LONGEST_DELIVERY_ID = 255;

interface Unnamed {
  readonly rules: Pick<WebhookRules, 'scheme' | 'useBody' | 'trustDeletes'>;
  readonly proof: DeliveryProof;
  /** Undefined: it cannot be read. */
  readonly body: JsonValue | undefined;
}

/**
 * How a delivery is known when it comes again: by the name that its sender gives it, else by its body. The same body may be sent for
 * another change, so that it counts as known only while the one before it waits; of a webhook whose bodies are taken as they stand it says
 * nothing new, ever. Where a delivery is believed, a name that is not signed is none: it could be changed. Throws `request.invalid`.
 */
export function nameDelivery(
  { rules, proof, body }: Unnamed,
  digest: () => string,
): Pick<WebhookDelivery, 'deliveryId' | 'isNewAfter'> {
  const { idPath } = schemeMeaning(rules.scheme);
  const inBody = idPath === null || body === undefined ? null : idText(readAt(body, parsePath(idPath)));
  const isBelieved = rules.useBody || rules.trustDeletes;
  const id = (isBelieved && !signsId(proof) ? null : proof.id) ?? inBody;
  if (id === null)
    return { deliveryId: `sha256:${digest()}`, isNewAfter: rules.useBody ? 'rejected' : 'settled' };
  if (id === '' || id.length > LONGEST_DELIVERY_ID || !isStorable(id))
    throw new SyncError('request.invalid', `A delivery id has 1 to ${LONGEST_DELIVERY_ID} characters`);
  return { deliveryId: id, isNewAfter: 'rejected' };
}

function signsId(proof: DeliveryProof): boolean {
  return proof.kind === 'hmac' && proof.signing.signed.includes('{id}');
}
