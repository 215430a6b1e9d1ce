import type { ChangedEndpointView, RequestOf } from '@evenkeel/contracts-admin';
import { assertWebhookRules, schemeMeaning } from '@evenkeel/domain';
import {
  Ids,
  Logger,
  Store,
  WebhookSecretBox,
  type EndpointSecrets,
  type WebhookEndpoint,
} from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { findEndpoint } from './find-endpoint.js';
import { openEndpointToView, rulesOf, VERIFY_TOKEN_BYTES, webhookView } from './webhook-view.js';

type Wanted = Omit<RequestOf<'changeWebhookEndpoint'>, 'endpoint'>;

/** Changes what an address takes. The address and its secret stay. */
export class ChangeWebhookEndpointUseCase {
  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.not_found`, `request.stale`, and with `config.invalid_webhook` where it could verify or read no delivery. */
  async change(
    { tenantId, actor }: Caller,
    { endpoint: id, ...wanted }: RequestOf<'changeWebhookEndpoint'>,
    { seen }: Terms,
  ): Promise<ChangedEndpointView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const before = await findEndpoint(tx, id, 'to change it');
      assertRevision('The webhook endpoint', before.revision, seen);
      const changed = changedEndpoint(before, wanted);
      assertWebhookRules(changed.rules, changed.idPaths);
      const place = { tenantId, owner: before.id, field: 'webhook_secret' } as const;
      const secrets = this.secrets.open(before.sealedSecret, place) as unknown as EndpointSecrets;
      const { verifyToken, ...others } = secrets;
      const token = this.tokenOf(changed, wanted.verifyToken ?? verifyToken);
      const sealedSecret =
        token === verifyToken
          ? before.sealedSecret
          : this.secrets.seal({ ...others, ...(token !== undefined && { verifyToken: token }) }, place);
      await tx.webhooks.saveEndpoint({ ...changed, sealedSecret });
      const shown = openEndpointToView({ ...before, ...changed, refusal: null });
      return { ...shown, verifyToken: token === verifyToken ? null : (token ?? null) };
    });
    this.log.info('webhook endpoint changed', { endpointId: id, actor, revision: view.revision });
    return view;
  }

  /** What Meta names; undefined in other schemes. */
  private tokenOf({ rules }: WebhookEndpoint, known: string | undefined): string | undefined {
    if (schemeMeaning(rules.scheme).handshake !== 'meta') return undefined;
    return known ?? this.ids.secret(VERIFY_TOKEN_BYTES);
  }
}

/** How deliveries of another scheme are signed is not how they were. */
function changedEndpoint(before: WebhookEndpoint, wanted: Wanted): WebhookEndpoint {
  const { idPath, stream = before.stream, verifyToken: _, ...rules } = wanted;
  const isOther = rules.scheme !== undefined && rules.scheme !== before.rules.scheme;
  const known = { ...webhookView(before), ...(isOther && { hmac: null, sharedSecret: null }) };
  return {
    ...before,
    ...{ stream, idPaths: idPath === undefined ? before.idPaths : [idPath].flat() },
    rules: rulesOf(Object.assign(known, rules)),
    revision: before.revision + 1,
  };
}
