import type { ChangeKind, WebhookRules } from '@evenkeel/domain';
import type {
  DeliveryState,
  OpenEndpoint,
  StoredDelivery,
  WebhookDelivery,
  WebhookEndpoint,
} from '@evenkeel/ports';
import { columnsOf, json } from '../table/columns.js';

export interface WebhookEndpointRow {
  id: string;
  connection_id: string;
  stream: string;
  token: string;
  sealed_secret: string;
  previous_until: Date | null;
  id_paths: readonly string[];
  rules: WebhookRules;
}

export const WEBHOOK_ENDPOINT = columnsOf<WebhookEndpointRow, WebhookEndpoint>({
  id: ({ id }) => id,
  connection_id: ({ connectionId }) => connectionId,
  stream: ({ stream }) => stream,
  token: ({ token }) => token,
  sealed_secret: ({ sealedSecret }) => sealedSecret,
  previous_until: ({ previousUntil }) => previousUntil,
  id_paths: ({ idPaths }) => idPaths,
  rules: ({ rules }) => json(rules),
});

export function webhookEndpointFromRow(row: WebhookEndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    connectionId: row.connection_id,
    stream: row.stream,
    token: row.token,
    sealedSecret: row.sealed_secret,
    previousUntil: row.previous_until,
    idPaths: row.id_paths,
    rules: row.rules,
  };
}

export type OpenEndpointRow = WebhookEndpointRow & {
  readonly created_at: Date;
  readonly delivered_at: Date | null;
  readonly refused_since: Date | null;
  readonly refused_at: Date | null;
  readonly refused_for: string | null;
};

export function openEndpointFromRow(row: OpenEndpointRow): OpenEndpoint {
  const { refused_since: since, refused_at: at, refused_for: why } = row;
  const refusal = since === null || at === null || why === null ? null : { since, at, why };
  return {
    ...webhookEndpointFromRow(row),
    ...{ createdAt: row.created_at, deliveredAt: row.delivered_at, refusal },
  };
}

export interface WebhookDeliveryRow {
  endpoint_id: string;
  delivery_id: string;
  state: string;
  stream: string;
  kind: string | null;
  change: string;
  external_ids: string[];
  why: string | null;
  body: string;
  trigger_ids: string[];
}

export const WEBHOOK_DELIVERY = columnsOf<WebhookDeliveryRow, WebhookDelivery>({
  endpoint_id: ({ endpointId }) => endpointId,
  delivery_id: ({ deliveryId }) => deliveryId,
  state: ({ state }) => state,
  stream: ({ stream }) => stream,
  kind: ({ kind }) => kind,
  change: ({ change }) => change,
  external_ids: ({ externalIds }) => externalIds,
  why: ({ why }) => why,
  body: ({ body }) => body,
  trigger_ids: () => [],
});

export interface StoredDeliveryRow extends Record<string, unknown> {
  readonly id: string;
  readonly endpoint_id: string;
  readonly connection_id: string;
  readonly delivery_id: string;
  readonly state: DeliveryState;
  readonly stream: string;
  readonly kind: string | null;
  readonly change: ChangeKind;
  readonly external_ids: string[];
  readonly why: string | null;
  readonly trigger_ids: string[];
  readonly received_at: Date;
  readonly times: number;
}

/** Of a delivery `d` to an endpoint `w`. */
export const STORED_DELIVERY = `d.id::text as id, d.endpoint_id, w.connection_id, d.delivery_id, d.state,
  coalesce(d.stream, w.stream) as stream, d.kind, d.change, d.external_ids, d.why, d.trigger_ids, d.received_at, d.times`;

export function storedDeliveryFromRow(row: StoredDeliveryRow): StoredDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    connectionId: row.connection_id,
    deliveryId: row.delivery_id,
    state: row.state,
    stream: row.stream,
    kind: row.kind,
    change: row.change,
    externalIds: row.external_ids,
    why: row.why,
    triggerIds: row.trigger_ids,
    receivedAt: row.received_at,
    times: row.times,
  };
}
