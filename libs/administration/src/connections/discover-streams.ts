import type { RequestOf, StreamList } from '@evenkeel/contracts-admin';
import { ConnectorSessions } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from './find-connection.js';

/** Asks the connector which streams a connection has. */
export class DiscoverStreams {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
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
    const session = this.sessions.open({ connection, sealed }, { signal, share: 'reserved' });
    const streams = await session.discover();
    return {
      items: streams.map(({ description, readOne }) => ({ ...description, readOne: readOne !== undefined })),
    };
  }
}
