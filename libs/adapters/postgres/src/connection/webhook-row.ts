import {
  DEFAULT_WEBHOOK_RULES,
  type ChangeKind,
  type DeliveryBelief,
  type WebhookRules,
} from '@evenkeel/domain';
import type {
  DeliveryState,
  OpenEndpoint,
  StoredDelivery,
  ToldDelivery,
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
  revision: number;
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
  revision: ({ revision }) => revision,
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
    // What an earlier release wrote has not all of them.
    rules: { ...DEFAULT_WEBHOOK_RULES, ...row.rules },
    revision: row.revision,
  };
}

/** Of an endpoint `w`: another one where its deliveries are verified or read otherwise. */
export const ENDPOINT_REVISION = `md5(w.sealed_secret || w.revision || w.rules::text || array_to_string(w.id_paths, ' '))`;

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
  readonly believed: DeliveryBelief;
  readonly why: string | null;
  readonly trigger_ids: string[];
  readonly received_at: Date;
  readonly times: number;
}

/** Of a delivery `d` to an endpoint `w`. */
export const STORED_DELIVERY = `d.id::text as id, d.endpoint_id, w.connection_id, d.delivery_id, d.state,
  coalesce(d.stream, w.stream) as stream, d.kind, d.change, d.external_ids, d.believed, d.why, d.trigger_ids, d.received_at, d.times`;

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
    believed: row.believed,
    why: row.why,
    triggerIds: row.trigger_ids,
    receivedAt: row.received_at,
    times: row.times,
  };
}

export type ToldDeliveryRow = Pick<StoredDeliveryRow, 'id' | 'external_ids' | 'believed' | 'received_at'> & {
  readonly body: string;
  readonly rules: WebhookRules;
};

export function toldDeliveryFromRow(row: ToldDeliveryRow): ToldDelivery {
  const { id, believed, body } = row;
  const rules = { ...DEFAULT_WEBHOOK_RULES, ...row.rules };
  return { id, believed, body, rules, externalIds: row.external_ids, receivedAt: row.received_at };
}
