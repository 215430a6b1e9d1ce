import { DEFAULT_WEBHOOK_RULES } from '@evenkeel/domain';
import type { WebhookEndpoint } from '@evenkeel/ports';
import type { SentDelivery } from './simulated-sender.js';

interface Address {
  readonly id: string;
  readonly connectionId: string;
  readonly stream: string;
}

/** Where deliveries of a stream are sent: its token is its name. What is signed, and how, is no matter of a world. */
export function endpointOf({ id, connectionId, stream }: Address): WebhookEndpoint {
  return {
    ...{ id, connectionId, stream, token: stream, sealedSecret: '', previousUntil: null, revision: 1 },
    idPaths: ['ids.*'],
    rules: { ...DEFAULT_WEBHOOK_RULES, scheme: 'none' },
  };
}

/** As it comes over the wire. Its name is in its body as well, so that a world knows it whatever the engine calls it. */
export function requestOf({ name, externalIds }: SentDelivery) {
  const body = JSON.stringify({ delivery: name, ids: externalIds });
  return {
    ...{ method: 'POST', headers: { 'x-delivery-id': name }, query: {}, isLocal: true },
    bytes: new TextEncoder().encode(body),
  };
}
