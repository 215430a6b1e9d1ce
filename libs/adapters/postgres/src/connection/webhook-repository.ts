import type { WebhookDelivery, WebhookEndpoint, WebhookRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import {
  WEBHOOK_DELIVERY,
  WEBHOOK_ENDPOINT,
  webhookEndpointFromRow,
  type WebhookEndpointRow,
} from './webhook-row.js';

export class PostgresWebhookRepository implements WebhookRepository {
  constructor(private readonly session: Session) {}

  async insertEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    await this.session.write(
      `insert into webhook_endpoint (${WEBHOOK_ENDPOINT.list}) values (${WEBHOOK_ENDPOINT.parameters})`,
      WEBHOOK_ENDPOINT.values(endpoint),
    );
  }

  async findEndpoint(token: string): Promise<WebhookEndpoint | undefined> {
    const row = await this.session.row<WebhookEndpointRow & Record<string, unknown>>(
      `select ${WEBHOOK_ENDPOINT.list} from webhook_endpoint where token = $1`,
      [token],
    );
    return row && webhookEndpointFromRow(row);
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
