import { Ids, Logger, part, Store, WebhookSecretBox } from '@evenkeel/ports';
import { AddWebhookEndpointUseCase } from './add-webhook-endpoint.js';
import { ListWebhookEndpoints } from './list-webhook-endpoints.js';
import { ManageDeliveries } from './manage-deliveries.js';
import { RotateWebhookSecretUseCase } from './rotate-webhook-secret.js';

/** What is asked of webhooks and their deliveries. */
export const webhookParts = [
  part(AddWebhookEndpointUseCase, Store, WebhookSecretBox, Ids),
  part(ListWebhookEndpoints, Store, Logger),
  part(RotateWebhookSecretUseCase, Store, WebhookSecretBox, Ids, Logger),
  part(ManageDeliveries, Store, Logger),
];
