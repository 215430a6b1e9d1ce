import type { ConnectionView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { connectionToView } from './connection-view.js';
import { findConnection } from './find-connection.js';

export class ListConnections {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listConnections'>): Promise<ListView<ConnectionView>> {
    const request = toListRequest('connections', query);
    const listed = await this.store.of(tenantId).transaction((tx) => tx.connections.list(request));
    return toListView('connections', listed, connectionToView);
  }

  async show(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'showConnection'>,
  ): Promise<ConnectionView> {
    return connectionToView(await this.store.of(tenantId).transaction((tx) => findConnection(tx, reference)));
  }
}
