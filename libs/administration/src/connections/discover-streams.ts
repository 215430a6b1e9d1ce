import type { RequestOf, StreamList } from '@evenkeel/contracts-admin';
import { ConnectorContexts } from '@evenkeel/operations';
import { Connectors, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from './find-connection.js';

/** Asks the connector which streams a connection has. */
export class DiscoverStreams {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly contexts: ConnectorContexts,
  ) {}

  async discover(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'listStreams'>,
    { signal }: Terms,
  ): Promise<StreamList> {
    const { connection, sealed } = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await findConnection(tx, reference);
      return { connection: found, sealed: await tx.connections.sealedCredentials(found.id) };
    });
    const connector = this.connectors.named(connection.connector);
    const context = this.contexts.of({ connection, sealed }, { signal, share: 'reserved' });
    const streams = await connector.open(context).discover();
    return {
      items: streams.map(({ description, readOne }) => ({ ...description, readOne: readOne !== undefined })),
    };
  }
}
