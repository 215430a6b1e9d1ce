import type { DeliveryView, ListView, Redelivered, RequestOf } from '@evenkeel/contracts-admin';
import { parseDelivery, readDelivery, SyncError } from '@evenkeel/domain';
import {
  Logger,
  Store,
  type DeliveryFilter,
  type ReadDelivery,
  type StoredDelivery,
  type WebhookEndpoint,
} from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findEndpoint } from './find-endpoint.js';

type Filter = Pick<RequestOf<'redeliver'>, 'state' | 'kind' | 'externalId' | 'since'>;

/** What was delivered to an address; and to take it once more. */
export class ManageDeliveries {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.not_found` where there is no open endpoint of this id. */
  async list(
    { tenantId }: Caller,
    { endpoint, state, kind, externalId, since, ...query }: RequestOf<'listDeliveries'>,
  ): Promise<ListView<DeliveryView>> {
    const request = toListRequest('deliveries', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findEndpoint(tx, endpoint);
      const filter = filterOf(id, { state, kind, externalId, since });
      return toListView('deliveries', await tx.webhooks.listDeliveries(filter, request), deliveryToView);
    });
  }

  /** The same rejection. */
  async redeliver(
    { tenantId, actor }: Caller,
    { endpoint: reference, ids, limit, after, ...filter }: RequestOf<'redeliver'>,
  ): Promise<Redelivered> {
    const counts = { waiting: 0, ignored: 0, rejected: 0 };
    const { more, last } = await this.store.of(tenantId).transaction(async (tx) => {
      const endpoint = await findEndpoint(tx, reference);
      const which = ids === undefined ? filterOf(endpoint.id, filter) : { endpointId: endpoint.id, ids };
      const found = await tx.webhooks.lockDeliveries(which, limit + 1, after);
      const taken = found.slice(0, limit);
      for (const delivery of taken) {
        const read = readAgain(delivery, endpoint);
        counts[read.state] += 1;
        await tx.webhooks.deliverAgain(delivery, read);
      }
      return { more: found.length > limit, last: taken.at(-1)?.id ?? null };
    });
    this.log.info('webhook deliveries taken again', { endpointId: reference, actor, ...counts });
    const { waiting: delivered, ignored, rejected } = counts;
    return { delivered, ignored, rejected, more, last };
  }
}

function filterOf(endpointId: string, { state, kind, externalId, since }: Filter): DeliveryFilter {
  return {
    endpointId,
    state: state ?? null,
    kind: kind ?? null,
    externalId: externalId ?? null,
    since: since === undefined ? null : new Date(since),
  };
}

/** As the rules of the endpoint read it now. Of a body that was erased with a person's values, its ids are all that is known. */
function readAgain(
  delivery: StoredDelivery & { readonly body: string },
  { stream, idPaths, rules }: WebhookEndpoint,
): ReadDelivery {
  const { body, kind, externalIds } = delivery;
  const known = {
    ...{ stream: delivery.stream, kind, change: delivery.change, externalIds },
    believed: 'nothing' as const,
  };
  if (body === '' && externalIds.length > 0) return { ...known, state: 'waiting', why: null };
  try {
    const word = readDelivery({ body: parseDelivery(body), headerKind: kind, stream, idPaths }, rules);
    return { ...word, state: word.change === 'ignore' ? 'ignored' : 'waiting', why: null };
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'request.invalid') throw error;
    return { ...known, externalIds: [], state: 'rejected', why: error.message };
  }
}

function deliveryToView(delivery: StoredDelivery): DeliveryView {
  const { id, deliveryId, state, stream, kind, change, externalIds, believed, ...others } = delivery;
  const { why, triggerIds, receivedAt, times } = others;
  return {
    ...{ id, deliveryId, state, stream, kind, change, believed, problem: why, times },
    externalIds: [...externalIds],
    triggerIds: [...triggerIds],
    receivedAt: receivedAt.toISOString(),
  };
}
