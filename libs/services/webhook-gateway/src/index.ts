import {
  part,
  Clock,
  Hmac,
  Ids,
  Meter,
  Store,
  WebhookSecretBox,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { AcceptDelivery } from './accept-delivery.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { WebhookController } from './webhook.controller.js';

export { prepareGateway } from './prepare-gateway.js';
export { DELIVERY_HEADERS } from './signature.js';
export { AcceptDelivery, GatewayMetrics, WebhookController };

/** Takes deliveries of providers and turns them into runs of single records. */
export const webhookGatewayService: ServiceDefinition = {
  name: 'webhook-gateway',
  handlers: [],
  endpoints: [WebhookController],
  bodies: 'bytes',
  parts: [
    part(AcceptDelivery, Store, WebhookSecretBox, Hmac, Ids, GatewayMetrics),
    part(GatewayMetrics, Meter, Clock),
  ],
  sweeps: [],
  repositories: ['webhooks', 'jobs', 'triggers', 'outbox'],
  systemRepositories: ['webhookAddresses'],
};
