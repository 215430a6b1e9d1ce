import type { RequestOf, TrialView } from '@evenkeel/contracts-admin';
import type { Connection } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from '../connections/find-connection.js';
import { PassingConnections } from './passing-connections.js';
import { trialToView } from './trial-view.js';
import { TryStreams } from './try-streams.js';

const PAGE_SIZE = 100;

/** Reads a little of what settings describe, and tells all of it; nothing is kept. */
export class TrySettingsUseCase {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly credentials: CredentialSafe,
    private readonly streams: TryStreams,
    private readonly passing: PassingConnections,
  ) {}

  /** With credentials of their own. Rejects with `config.invalid_settings` that names each wrong field, all at once. */
  async ofSettings(
    { tenantId }: Caller,
    { connector: name, settings, credentials, stream, pages }: RequestOf<'trySettings'>,
    { signal }: Terms,
  ): Promise<TrialView> {
    const connector = this.connectors.named(name);
    connector.validate(settings, credentials);
    return this.passing.during({ tenantId, connector: name, settings }, async (connection) => {
      const bound = { credentials, destinations: connector.destinations(settings) };
      const sealed = this.credentials.seal(bound, connection);
      const extent = { pages, pageSize: PAGE_SIZE, changes: true, signal, isPassing: true };
      return trialToView(await this.streams.try({ connection, sealed }, stream, extent));
    });
  }

  /** With the credentials of a connection, and its settings or others; these lead where they were given for, or it rejects. */
  async ofConnection(
    { tenantId }: Caller,
    { connection: reference, settings, stream, pages }: RequestOf<'tryConnection'>,
    { signal }: Terms,
  ): Promise<TrialView> {
    const { connection, sealed } = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await findConnection(tx, reference);
      return { connection: found, sealed: await tx.connections.sealedCredentials(found.id) };
    });
    const tried: Connection = settings === undefined ? connection : { ...connection, settings };
    const kept = this.credentials.open(sealed, connection);
    this.connectors.named(tried.connector).validate(tried.settings, kept?.credentials ?? {});
    const extent = { pages, pageSize: PAGE_SIZE, changes: true, signal };
    return trialToView(await this.streams.try({ connection: tried, sealed }, stream, extent));
  }
}
