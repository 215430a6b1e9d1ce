import type { ConnectionView, RequestOf } from '@evenkeel/contracts-admin';
import type { Connection } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Ids, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { connectionToView } from './connection-view.js';

/** Keeps a connection whose settings its connector finds sound. Nothing is called: that is what a check is for. */
export class AddConnectionUseCase {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly credentials: CredentialSafe,
    private readonly ids: Ids,
  ) {}

  async add({ tenantId }: Caller, request: RequestOf<'addConnection'>): Promise<ConnectionView> {
    const connector = this.connectors.named(request.connector);
    connector.validate(request.settings, request.credentials);
    const connection: Connection = {
      id: this.ids.next(),
      tenantId,
      name: request.name,
      connector: request.connector,
      settings: request.settings,
      quota: request.quota,
      retry: request.retry,
      path: request.path,
      status: 'active',
      statusReason: null,
      revision: 1,
    };
    const bound = {
      credentials: request.credentials,
      destinations: connector.destinations(request.settings),
    };
    const sealed = this.credentials.seal(bound, connection);
    await this.store.of(tenantId).transaction((tx) => tx.connections.insert(connection, sealed));
    return connectionToView(connection);
  }
}
