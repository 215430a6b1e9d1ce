import type { OpenEndpointList, OpenEndpointView, RequestOf } from '@evenkeel/contracts-admin';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { findEndpoint } from './find-endpoint.js';
import { openEndpointToView } from './webhook-view.js';

/** The open addresses for deliveries, and their closing. */
export class ListWebhookEndpoints {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  async list(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'listWebhookEndpoints'>,
  ): Promise<OpenEndpointList> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      return { items: (await tx.webhooks.listEndpoints(id)).map(openEndpointToView) };
    });
  }

  /** Rejects with `request.not_found` where there is no open one of this id. */
  async show(
    { tenantId }: Caller,
    { endpoint: id }: RequestOf<'showWebhookEndpoint'>,
  ): Promise<OpenEndpointView> {
    return this.store.of(tenantId).transaction(async (tx) => openEndpointToView(await findEndpoint(tx, id)));
  }

  /** The same rejection, and `request.stale`. */
  async close(
    { tenantId, actor }: Caller,
    { endpoint: id }: RequestOf<'closeWebhookEndpoint'>,
    { seen }: Terms,
  ): Promise<OpenEndpointView> {
    const closed = await this.store.of(tenantId).transaction(async (tx) => {
      const endpoint = await findEndpoint(tx, id, 'to change it');
      assertRevision('The webhook endpoint', endpoint.revision, seen);
      await tx.webhooks.closeEndpoint(id);
      return endpoint;
    });
    this.log.info('webhook endpoint closed', { endpointId: id, actor });
    return openEndpointToView(closed);
  }
}
