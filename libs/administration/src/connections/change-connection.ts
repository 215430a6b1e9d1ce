import type { ConnectionView, RequestOf } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { Connectors, CredentialBox, Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { connectionToView } from './connection-view.js';
import { findConnection } from './find-connection.js';
import { LiftPause } from './lift-pause.js';

/** Corrects settings or credentials, and with that makes a connection active again that needed attention. */
export class ChangeConnectionUseCase {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly box: CredentialBox,
    private readonly pause: LiftPause,
    private readonly log: Logger,
  ) {}

  /** Rejects with `config.invalid_settings` when what it would become does not fit its connector. */
  async change(
    { tenantId }: Caller,
    { connection: reference, ...given }: RequestOf<'changeConnection'>,
  ): Promise<ConnectionView> {
    const { settings, credentials } = given;
    const changed = await this.store.of(tenantId).transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      const { id, connector } = connection;
      const sealed = await tx.connections.sealedCredentials(id);
      const kept: JsonObject = sealed === null ? {} : this.box.open(sealed, id);
      this.connectors.named(connector).validate(settings ?? connection.settings, credentials ?? kept);
      if (settings !== undefined) await tx.connections.saveSettings(id, settings);
      if (credentials !== undefined) {
        const empty = Object.keys(credentials).length === 0;
        await tx.connections.saveCredentials(id, empty ? null : this.box.seal(credentials, id));
      }
      const { quota = connection.quota, retry = connection.retry, path = connection.path } = given;
      await tx.connections.saveLimits(id, { quota, retry, path });
      await tx.connections.saveStatus(id, 'active', null);
      return findConnection(tx, id);
    });
    // What kept it from being called was asked of what it was before.
    await this.pause.lift(tenantId, changed.id);
    const what = (Object.keys(given) as (keyof typeof given)[]).filter((key) => given[key] !== undefined);
    this.log.info('connection changed', { connectionId: changed.id, what: what.join(', ') });
    return connectionToView(changed);
  }
}
