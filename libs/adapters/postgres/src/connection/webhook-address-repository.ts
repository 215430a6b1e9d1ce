import type { WebhookAddress, WebhookAddressRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { WEBHOOK_ENDPOINT, webhookEndpointFromRow, type WebhookEndpointRow } from './webhook-row.js';

export class PostgresWebhookAddressRepository implements WebhookAddressRepository {
  constructor(private readonly session: Session) {}

  async find(token: string): Promise<WebhookAddress | undefined> {
    const row = await this.session.row<WebhookEndpointRow & { tenant_id: string; refuses: boolean }>(
      `select ${WEBHOOK_ENDPOINT.of('w')}, c.tenant_id, w.refused_at is not null as refuses
       from webhook_endpoint w join connection c on c.id = w.connection_id where w.token = $1 and w.closed_at is null`,
      [token],
    );
    return row && { tenantId: row.tenant_id, endpoint: webhookEndpointFromRow(row), refuses: row.refuses };
  }
}
