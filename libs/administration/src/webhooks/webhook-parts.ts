import { Ids, Logger, part, Store, WebhookSecretBox, type Part } from '@evenkeel/ports';
import { AddWebhookEndpointUseCase } from './add-webhook-endpoint.js';
import { ChangeWebhookEndpointUseCase } from './change-webhook-endpoint.js';
import { ListWebhookEndpoints } from './list-webhook-endpoints.js';
import { ManageDeliveries } from './manage-deliveries.js';
import { RotateWebhookSecretUseCase } from './rotate-webhook-secret.js';

/** The use cases of webhooks. */
export const webhookParts: readonly Part[] = [
  part(AddWebhookEndpointUseCase, Store, WebhookSecretBox, Ids),
  part(ChangeWebhookEndpointUseCase, Store, WebhookSecretBox, Ids, Logger),
  part(ListWebhookEndpoints, Store, Logger),
  part(RotateWebhookSecretUseCase, Store, WebhookSecretBox, Ids, Logger),
  part(ManageDeliveries, Store, Logger),
];
