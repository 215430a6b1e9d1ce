import type { WebhookDelivery, WebhookEndpoint, WebhookRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';

export class PostgresWebhookRepository implements WebhookRepository {
  constructor(private readonly session: Session) {}

  async insertEndpoint(endpoint: WebhookEndpoint): Promise<void> {
    const { id, connectionId, stream, token, sealedSecret, idPath } = endpoint;
    await this.session.write(
      `insert into webhook_endpoint (id, connection_id, stream, token, sealed_secret, id_path)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, connectionId, stream, token, sealedSecret, idPath],
    );
  }

  async findEndpoint(token: string): Promise<WebhookEndpoint | undefined> {
    return this.session.row<WebhookEndpoint>(
      `select id, connection_id as "connectionId", stream, token, sealed_secret as "sealedSecret", id_path as "idPath"
       from webhook_endpoint where token = $1`,
      [token],
    );
  }

  async insertDelivery(delivery: WebhookDelivery): Promise<boolean> {
    const { endpointId, deliveryId, state, externalId, body, triggerIds } = delivery;
    const written = await this.session.write(
      `insert into webhook_delivery (endpoint_id, delivery_id, state, external_id, body, trigger_ids)
       values ($1, $2, $3, $4, $5, $6::uuid[]) on conflict do nothing`,
      [endpointId, deliveryId, state, externalId, body, triggerIds],
    );
    return written === 1;
  }
}
