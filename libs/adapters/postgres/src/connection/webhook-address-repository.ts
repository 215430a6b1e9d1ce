import type { WebhookAddress, WebhookAddressRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import {
  ENDPOINT_REVISION,
  WEBHOOK_ENDPOINT,
  webhookEndpointFromRow,
  type WebhookEndpointRow,
} from './webhook-row.js';

export class PostgresWebhookAddressRepository implements WebhookAddressRepository {
  constructor(private readonly session: Session) {}

  async find(token: string): Promise<WebhookAddress | undefined> {
    const row = await this.session.preparedRow<
      WebhookEndpointRow & { tenant_id: string; refuses: boolean; address_revision: string; now: Date }
    >(
      {
        name: 'webhook-address',
        text: `select ${WEBHOOK_ENDPOINT.of('w')}, c.tenant_id, w.refused_at is not null as refuses, ${ENDPOINT_REVISION} as address_revision, engine_now() as now
       from webhook_endpoint w join connection c on c.id = w.connection_id where w.token = $1 and w.closed_at is null`,
      },
      [token],
    );
    if (row === undefined) return undefined;
    const { tenant_id: tenantId, refuses, address_revision: revision, now } = row;
    return { tenantId, endpoint: webhookEndpointFromRow(row), refuses, revision, now };
  }
}
