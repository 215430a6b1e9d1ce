import type { RequestOf, WebhookEndpointView } from '@evenkeel/contracts-admin';
import { Ids, Store, WebhookSecretBox } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';

const TOKEN_BYTES = 24;
const SECRET_BYTES = 32;

/** Opens an unguessable address for one stream of a connection. */
export class AddWebhookEndpointUseCase {
  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly ids: Ids,
  ) {}

  async add(
    { tenantId }: Caller,
    { connection: reference, ...request }: RequestOf<'addWebhookEndpoint'>,
  ): Promise<WebhookEndpointView> {
    const { stream, idPath } = request;
    const id = this.ids.next();
    const token = this.ids.secret(TOKEN_BYTES);
    const secret = request.secret ?? this.ids.secret(SECRET_BYTES);
    const sealedSecret = this.secrets.seal({ secret }, { tenantId, owner: id, field: 'webhook_secret' });
    const connectionId = await this.store.of(tenantId).transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      await tx.webhooks.insertEndpoint({
        id,
        connectionId: connection.id,
        stream,
        token,
        sealedSecret,
        idPaths: typeof idPath === 'string' ? [idPath] : idPath,
      });
      return connection.id;
    });
    return { id, connectionId, stream, idPath, path: `/hooks/${token}`, secret };
  }
}
