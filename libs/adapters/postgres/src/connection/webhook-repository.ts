import type { ConnectionId } from '@evenkeel/domain';
import type { OpenEndpoint, WebhookDelivery, WebhookEndpoint, WebhookRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { isUuid } from '../table/row-names.js';
import {
  WEBHOOK_DELIVERY,
  WEBHOOK_ENDPOINT,
  webhookEndpointFromRow,
  type WebhookEndpointRow,
} from './webhook-row.js';

type OpenEndpointRow = WebhookEndpointRow & {
  readonly created_at: Date;
  readonly delivered_at: Date | null;
  readonly refused_since: Date | null;
  readonly refused_at: Date | null;
  readonly refused_for: string | null;
};

/** Of an endpoint `w`. */
const OPEN_COLUMNS = `${WEBHOOK_ENDPOINT.of('w')}, w.created_at, w.refused_since, w.refused_at, w.refused_for,
  (select max(d.received_at) from webhook_delivery d where d.endpoint_id = w.id) as delivered_at`;
/** $1: tenant id. */
const IS_OPEN = `w.closed_at is null and exists (
  select from connection c where c.id = w.connection_id and c.tenant_id = $1)`;

export class PostgresWebhookRepository implements WebhookRepository {
  constructor(private readonly session: Session) {}

  async insertEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    await this.session.write(
      `insert into webhook_endpoint (${WEBHOOK_ENDPOINT.list}) values (${WEBHOOK_ENDPOINT.parameters})`,
      WEBHOOK_ENDPOINT.values(endpoint),
    );
  }

  async listEndpoints(connectionId: ConnectionId): Promise<readonly OpenEndpoint[]> {
    const rows = await this.session.rows<OpenEndpointRow>(
      `select ${OPEN_COLUMNS} from webhook_endpoint w
       where ${IS_OPEN} and w.connection_id = $2 order by w.created_at, w.id`,
      [this.session.tenant, connectionId],
    );
    return rows.map(openEndpointFromRow);
  }

  async closeEndpoint(id: string): Promise<OpenEndpoint | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<OpenEndpointRow>(
      `update webhook_endpoint w set closed_at = engine_now() where ${IS_OPEN} and w.id = $2
       returning ${OPEN_COLUMNS}`,
      [this.session.tenant, id],
    );
    return row && openEndpointFromRow(row);
  }

  async noteRefusal(id: string, why: string): Promise<void> {
    await this.session.write(
      `update webhook_endpoint w
       set refused_since = coalesce(w.refused_since, engine_now()), refused_at = engine_now(), refused_for = $3
       where ${IS_OPEN} and w.id = $2 and (w.refused_at is null or w.refused_at < engine_now() - interval '10 seconds')`,
      [this.session.tenant, id, why],
    );
  }

  async forgetRefusals(id: string): Promise<void> {
    await this.session.write(
      `update webhook_endpoint w set refused_since = null, refused_at = null, refused_for = null where ${IS_OPEN} and w.id = $2`,
      [this.session.tenant, id],
    );
  }

  async insertDelivery(delivery: WebhookDelivery): Promise<boolean> {
    const written = await this.session.write(
      `insert into webhook_delivery (${WEBHOOK_DELIVERY.list}) values (${WEBHOOK_DELIVERY.parameters})
       on conflict do nothing`,
      WEBHOOK_DELIVERY.values(delivery),
    );
    return written === 1;
  }
}

function openEndpointFromRow(row: OpenEndpointRow): OpenEndpoint {
  const { refused_since: since, refused_at: at, refused_for: why } = row;
  const refusal = since === null || at === null || why === null ? null : { since, at, why };
  return {
    ...webhookEndpointFromRow(row),
    ...{ createdAt: row.created_at, deliveredAt: row.delivered_at, refusal },
  };
}
