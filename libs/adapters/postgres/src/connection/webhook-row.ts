import type { WebhookDelivery, WebhookEndpoint } from '@evenkeel/ports';
import { columnsOf } from '../table/columns.js';

export interface WebhookEndpointRow {
  id: string;
  connection_id: string;
  stream: string;
  token: string;
  sealed_secret: string;
  id_paths: readonly string[];
}

export const WEBHOOK_ENDPOINT = columnsOf<WebhookEndpointRow, WebhookEndpoint>({
  id: ({ id }) => id,
  connection_id: ({ connectionId }) => connectionId,
  stream: ({ stream }) => stream,
  token: ({ token }) => token,
  sealed_secret: ({ sealedSecret }) => sealedSecret,
  id_paths: ({ idPaths }) => idPaths,
});

export function webhookEndpointFromRow(row: WebhookEndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    connectionId: row.connection_id,
    stream: row.stream,
    token: row.token,
    sealedSecret: row.sealed_secret,
    idPaths: row.id_paths,
  };
}

export interface WebhookDeliveryRow {
  endpoint_id: string;
  delivery_id: string;
  state: string;
  external_ids: string[];
  body: string;
  trigger_ids: string[];
}

export const WEBHOOK_DELIVERY = columnsOf<WebhookDeliveryRow, WebhookDelivery>({
  endpoint_id: ({ endpointId }) => endpointId,
  delivery_id: ({ deliveryId }) => deliveryId,
  state: ({ state }) => state,
  external_ids: ({ externalIds }) => externalIds,
  body: ({ body }) => body,
  trigger_ids: ({ triggerIds }) => triggerIds,
});
