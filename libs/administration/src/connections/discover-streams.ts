import type { RequestOf, StreamList, StreamView } from '@evenkeel/contracts-admin';
import { ConnectorSessions } from '@evenkeel/operations';
import { Store, type ConnectorStream } from '@evenkeel/ports';
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
    return { items: streams.map(streamToView) };
  }
}

function streamToView({ description, readOne, writes }: ConnectorStream): StreamView {
  return {
    name: description.name,
    pageSize: description.pageSize,
    incremental: description.incremental,
    reportsDeletions: description.reportsDeletions ?? false,
    listing: description.listing ?? 'shifting',
    shape: description.shape ?? 'records',
    sameShape: description.sameShape ?? false,
    hasTimes: description.hasTimes ?? false,
    filters: [...(description.filters ?? [])],
    backfill: description.backfill ?? null,
    readOne: readOne !== undefined,
    writes:
      writes === undefined ? null : { ...writes.abilities, batchSizes: { ...writes.abilities.batchSizes } },
  };
}
