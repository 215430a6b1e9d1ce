import type { ConnectionView, ListQuery, ListView } from '@evenkeel/contracts-admin';
import { Store } from '@evenkeel/ports';
import { toListRequest, toListView } from '../lists/cursor.js';
import { connectionToView } from './connection-view.js';
import { findConnection } from './find-connection.js';

export class ListConnections {
  constructor(private readonly store: Store) {}

  async list(query: ListQuery): Promise<ListView<ConnectionView>> {
    const request = toListRequest('connections', query);
    const listed = await this.store.transaction((tx) => tx.connections.list(request));
    return toListView('connections', listed, connectionToView);
  }

  async show(reference: string): Promise<ConnectionView> {
    return connectionToView(await this.store.transaction((tx) => findConnection(tx, reference)));
  }
}
