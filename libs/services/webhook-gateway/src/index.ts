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
import { StartDelivered } from './start-delivered.sweep.js';
import { FindAddress } from './find-address.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { KeepDeliveries } from './keep-deliveries.js';
import { WebhookController } from './webhook.controller.js';

export { prepareGateway } from './prepare-gateway.js';
export { AcceptDelivery, FindAddress, GatewayMetrics, KeepDeliveries, StartDelivered, WebhookController };

/** Takes deliveries of providers and turns them into runs of single records. */
export const webhookGatewayService: ServiceDefinition = {
  name: 'webhook-gateway',
  handlers: [],
  endpoints: [WebhookController],
  bodies: 'bytes',
  parts: [
    part(AcceptDelivery, Store, FindAddress, Hmac, KeepDeliveries, GatewayMetrics),
    part(FindAddress, Store, WebhookSecretBox, Clock),
    part(KeepDeliveries, Store),
    part(GatewayMetrics, Meter, Clock),
  ],
  sweeps: [part(StartDelivered, Store, Ids)],
  repositories: ['webhooks', 'jobs', 'triggers', 'outbox'],
  systemRepositories: ['webhookAddresses', 'due'],
};
