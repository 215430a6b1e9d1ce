import type { RequestOf, WebhookEndpointView } from '@evenkeel/contracts-admin';
import { Ids, Logger, Store, WebhookSecretBox, type EndpointSecrets } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { findEndpoint } from './find-endpoint.js';
import { newSecret, webhookView } from './webhook-view.js';

/** Gives an address another secret, while the old one counts as well for a while. */
export class RotateWebhookSecretUseCase {
  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.not_found` where there is no open one of this id, and with `request.stale`. */
  async rotate(
    { tenantId, actor }: Caller,
    { endpoint: id, secret: given, validForSeconds }: RequestOf<'rotateWebhookSecret'>,
    { seen }: Terms,
  ): Promise<WebhookEndpointView> {
    const rotated = await this.store.of(tenantId).transaction(async (tx) => {
      const endpoint = await findEndpoint(tx, id, 'to change it');
      assertRevision('The webhook endpoint', endpoint.revision, seen);
      const place = { tenantId, owner: endpoint.id, field: 'webhook_secret' } as const;
      const { secret: previous, verifyToken } = this.secrets.open(
        endpoint.sealedSecret,
        place,
      ) as unknown as EndpointSecrets;
      const secret = given ?? newSecret(this.ids, endpoint.rules);
      const next = { secret, previous, ...(verifyToken === undefined ? {} : { verifyToken }) };
      const sealed = this.secrets.seal(validForSeconds === 0 ? withoutPrevious(next) : next, place);
      const previousUntil = await tx.webhooks.replaceSecret(endpoint.id, sealed, validForSeconds);
      return {
        ...webhookView({ ...endpoint, previousUntil, revision: endpoint.revision + 1 }),
        secret,
        verifyToken: verifyToken ?? null,
      };
    });
    this.log.info('webhook secret rotated', { endpointId: rotated.id, actor, validForSeconds });
    return rotated;
  }
}

function withoutPrevious({
  previous: _previous,
  ...others
}: {
  readonly secret: string;
  readonly previous: string;
}) {
  return others;
}
