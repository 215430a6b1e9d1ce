import type { OpenEndpointList, OpenEndpointView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Logger, Store, type OpenEndpoint } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { webhookView } from './webhook-view.js';

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
      return { items: (await tx.webhooks.listEndpoints(id)).map(endpointToView) };
    });
  }

  /** Rejects with `request.not_found` where there is no open one of this id. */
  async close(
    { tenantId, actor }: Caller,
    { endpoint: id }: RequestOf<'closeWebhookEndpoint'>,
  ): Promise<OpenEndpointView> {
    const closed = await this.store.of(tenantId).transaction((tx) => tx.webhooks.closeEndpoint(id));
    if (closed === undefined)
      throw new SyncError('request.not_found', `There is no open webhook endpoint "${id}"`);
    this.log.info('webhook endpoint closed', { endpointId: id, actor });
    return endpointToView(closed);
  }
}

function endpointToView(endpoint: OpenEndpoint): OpenEndpointView {
  const { createdAt, deliveredAt, refusal } = endpoint;
  return {
    ...webhookView(endpoint),
    createdAt: createdAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
    refusedSince: refusal?.since.toISOString() ?? null,
    refusedFor: refusal?.why ?? null,
  };
}
