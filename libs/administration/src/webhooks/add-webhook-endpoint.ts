import type { RequestOf, WebhookEndpointView } from '@evenkeel/contracts-admin';
import { assertWebhookRules, schemeMeaning } from '@evenkeel/domain';
import { Ids, Store, WebhookSecretBox } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { newSecret, rulesOf, VERIFY_TOKEN_BYTES, webhookView } from './webhook-view.js';

const TOKEN_BYTES = 24;

/** Opens an unguessable address for one stream of a connection. */
export class AddWebhookEndpointUseCase {
  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly ids: Ids,
  ) {}

  /** Rejects with `config.invalid_webhook` where it could verify or read no delivery. */
  async add(
    { tenantId }: Caller,
    { connection: reference, ...request }: RequestOf<'addWebhookEndpoint'>,
  ): Promise<WebhookEndpointView> {
    const { stream } = request;
    const idPaths = [request.idPath].flat();
    const rules = rulesOf(request);
    assertWebhookRules(rules, idPaths);
    const id = this.ids.next();
    const secret = request.secret ?? newSecret(this.ids, rules);
    const asksFirst = schemeMeaning(rules.scheme).handshake === 'meta';
    const verifyToken = asksFirst ? (request.verifyToken ?? this.ids.secret(VERIFY_TOKEN_BYTES)) : null;
    const sealedSecret = this.secrets.seal(
      { secret, ...(verifyToken === null ? {} : { verifyToken }) },
      { tenantId, owner: id, field: 'webhook_secret' },
    );
    const token = this.ids.secret(TOKEN_BYTES);
    const endpoint = await this.store.of(tenantId).transaction(async (tx) => {
      const { id: connectionId } = await findConnection(tx, reference);
      const opened = {
        ...{ id, connectionId, stream, token, sealedSecret, previousUntil: null, idPaths, rules },
        revision: 1,
      };
      await tx.webhooks.insertEndpoint(opened);
      return opened;
    });
    return { ...webhookView(endpoint), secret, verifyToken };
  }
}
