import type { ConnectionView, RequestOf } from '@evenkeel/contracts-admin';
import { findMove, type Connection, type ConnectionId, type TenantId } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { viewConnection } from './connection-view.js';
import { findConnection } from './find-connection.js';
import { LiftPause } from './lift-pause.js';

type Change = Omit<RequestOf<'changeConnection'>, 'connection' | 'force'>;

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
    { tenantId, actor }: Caller,
    { connection: reference, force, ...given }: RequestOf<'changeConnection'>,
    { seen }: Terms,
  ): Promise<ConnectionView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findConnection(tx, reference);
      const connection = await lockConnection(tx, id);
      assertRevision(`Connection ${connection.name}`, connection.revision, seen);
      const edited = { kind: 'Connection', id, name: connection.name } as const;
      await assertEditable(tx, edited, { actor, force, givesSecrets: given.credentials !== undefined });
      return viewConnection(tx, await this.save(tx, connection, given));
    });
    const what = (Object.keys(given) as (keyof typeof given)[]).filter((key) => given[key] !== undefined);
    this.log.info('connection changed', { connectionId: view.id, what: what.join(', ') });
    await this.followUp(tenantId, view.id);
    return view;
  }

  /** The same of a locked connection, within a transaction. What follows it is to be done once that is committed. */
  async save(tx: Transaction, connection: Connection, given: Change): Promise<Connection> {
    const { id } = connection;
    const { quota = connection.quota, retry = connection.retry, path = connection.path, settings } = given;
    const move = await this.decideCredentials(tx, connection, given);
    if (settings !== undefined) await tx.connections.saveSettings(id, settings);
    await tx.connections.saveLimits(id, { quota, retry, path });
    await tx.connections.saveStatus(id, move === null ? 'active' : 'needs_attention', move);
    await tx.connections.raiseRevision(id);
    return findConnection(tx, id);
  }

  /** What kept it from being called was asked of what it was before. */
  async followUp(tenantId: TenantId, id: ConnectionId): Promise<void> {
    await this.pause.lift(tenantId, id);
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

/** Its changes come one after another from here on; what was read before the lock may be over by now. */
export async function lockConnection(tx: Transaction, id: ConnectionId): Promise<Connection> {
  await tx.connections.lock(id);
  return findConnection(tx, id);
}
