import type { ConnectionView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { viewConnection, viewConnections } from './connection-view.js';
import { findConnection } from './find-connection.js';

export class ListConnections {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listConnections'>): Promise<ListView<ConnectionView>> {
    const request = toListRequest('connections', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { items, next } = await tx.connections.list(request);
      return toListView('connections', { items: await viewConnections(tx, items), next }, (view) => view);
    });
  }

  async show(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'showConnection'>,
  ): Promise<ConnectionView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => viewConnection(tx, await findConnection(tx, reference)));
  }
}
