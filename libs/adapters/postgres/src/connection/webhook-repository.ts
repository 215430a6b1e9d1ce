import type { WebhookDelivery, WebhookEndpoint, WebhookRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { WEBHOOK_DELIVERY, WEBHOOK_ENDPOINT } from './webhook-row.js';

export class PostgresWebhookRepository implements WebhookRepository {
  constructor(private readonly session: Session) {}

  async insertEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    await this.session.write(
      `insert into webhook_endpoint (${WEBHOOK_ENDPOINT.list}) values (${WEBHOOK_ENDPOINT.parameters})`,
      WEBHOOK_ENDPOINT.values(endpoint),
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
