import type { ConnectionView, RequestOf } from '@evenkeel/contracts-admin';
import type { Connection, ConnectionId } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Ids, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { viewConnection } from './connection-view.js';

/** Keeps a connection whose settings its connector finds sound. Nothing is called: that is what a check is for. */
export class AddConnectionUseCase {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly credentials: CredentialSafe,
    private readonly ids: Ids,
  ) {}

  async add({ tenantId }: Caller, request: RequestOf<'addConnection'>): Promise<ConnectionView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => viewConnection(tx, await this.insert(tx, this.ids.next(), request)));
  }

  /** The same within a transaction. Throws `config.invalid_settings` and `request.already_exists`. */
  async insert(
    tx: Transaction,
    id: ConnectionId,
    { credentials, ...request }: RequestOf<'addConnection'>,
  ): Promise<Connection> {
    const connector = this.connectors.named(request.connector);
    connector.validate(request.settings, credentials);
    const { name, settings, quota, retry, path } = request;
    const connection: Connection = {
      ...{ id, tenantId: tx.tenantId, name, connector: request.connector, settings, quota, retry, path },
      ...{ status: 'active', statusReason: null, revision: 1 },
    };
    const bound = { credentials, destinations: connector.destinations(settings) };
    await tx.connections.insert(connection, this.credentials.seal(bound, connection));
    return connection;
  }
}
