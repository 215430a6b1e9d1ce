import type { ConnectionView, RequestOf } from '@evenkeel/contracts-admin';
import { findMove, type Connection } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { connectionToView } from './connection-view.js';
import { findConnection } from './find-connection.js';
import { LiftPause } from './lift-pause.js';

type Change = Omit<RequestOf<'changeConnection'>, 'connection'>;

/**
 * Corrects settings or credentials, and with that makes a connection active again that needed attention. Where the settings lead
 * elsewhere and the credentials are not given again, they stay as they are: they are not sent there, and the connection needs attention.
 */
export class ChangeConnectionUseCase {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly safe: CredentialSafe,
    private readonly pause: LiftPause,
    private readonly log: Logger,
  ) {}

  /**
   * Rejects with `config.invalid_settings` when what it would become does not fit its connector, and with `request.stale` if it is at
   * another revision than the caller has seen.
   */
  async change(
    { tenantId }: Caller,
    { connection: reference, ...given }: RequestOf<'changeConnection'>,
    { seen }: Terms,
  ): Promise<ConnectionView> {
    const changed = await this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      await tx.connections.lock(id);
      // What was read before its lock may be over by now.
      const connection = await findConnection(tx, id);
      assertRevision(`Connection ${connection.name}`, connection.revision, seen);
      const { quota = connection.quota, retry = connection.retry, path = connection.path, settings } = given;
      const move = await this.decideCredentials(tx, connection, given);
      if (settings !== undefined) await tx.connections.saveSettings(id, settings);
      await tx.connections.saveLimits(id, { quota, retry, path });
      await tx.connections.saveStatus(id, move === null ? 'active' : 'needs_attention', move);
      await tx.connections.raiseRevision(id);
      return findConnection(tx, id);
    });
    // What kept it from being called was asked of what it was before.
    await this.pause.lift(tenantId, changed.id);
    const what = (Object.keys(given) as (keyof typeof given)[]).filter((key) => given[key] !== undefined);
    this.log.info('connection changed', { connectionId: changed.id, what: what.join(', ') });
    return connectionToView(changed);
  }

  /** Saves those that are given, bound to where the settings lead. Gives why those that are kept are not sent; null: they are. */
  private async decideCredentials(
    tx: Transaction,
    connection: Connection,
    { settings = connection.settings, credentials }: Change,
  ): Promise<string | null> {
    const { id } = connection;
    const connector = this.connectors.named(connection.connector);
    if (credentials !== undefined) {
      connector.validate(settings, credentials);
      const bound = { credentials, destinations: connector.destinations(settings) };
      await tx.connections.saveCredentials(id, this.safe.seal(bound, connection));
      return null;
    }
    const kept = this.safe.open(await tx.connections.sealedCredentials(id), connection);
    connector.validate(settings, kept?.credentials ?? {});
    return kept === null ? null : findMove(kept.destinations, connector.destinations(settings));
  }
}
