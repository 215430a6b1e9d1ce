import type { RequestOf } from '@evenkeel/contracts-admin';
import {
  findMove,
  NO_FACTS,
  type ConfigurationFacts,
  type Destinations,
  type JsonObject,
} from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Connectors, Ids, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { AddConnectionUseCase } from '../connections/add-connection.js';
import { ChangeConnectionUseCase, lockConnection } from '../connections/change-connection.js';
import { RemoveConnectionUseCase } from '../connections/remove-connection.js';
import {
  ConfiguredKind,
  type Afterwards,
  type FoundObject,
  type ListedObject,
  type SavedObject,
  type WantedObject,
} from './configured-kind.js';
import { allOf, openedOrNone } from './found-object.js';

/** What a connector finds wrong, and where it leads, it says itself. */
export class ConnectionSecrets {
  constructor(
    readonly connectors: Connectors,
    readonly safe: CredentialSafe,
    readonly ids: Ids,
  ) {}
}

export class ConfiguredConnections extends ConfiguredKind {
  readonly kind = 'Connection';

  constructor(
    private readonly adding: AddConnectionUseCase,
    private readonly changing: ChangeConnectionUseCase,
    private readonly removing: RemoveConnectionUseCase,
    private readonly secrets: ConnectionSecrets,
  ) {
    super();
  }

  async list(tx: Transaction): Promise<readonly ListedObject[]> {
    const found: ListedObject[] = [];
    for (const connection of await allOf((request) => tx.connections.list(request))) {
      const { id, name, connector, settings, quota, retry, path } = connection;
      const sealed = await tx.connections.sealedCredentials(id);
      const bound = openedOrNone(() => this.secrets.safe.open(sealed, connection));
      const credentials = bound?.credentials ?? {};
      const opened = { connector, settings, quota, retry, path, credentials } as unknown as JsonObject;
      found.push({ id, name, opened, boundTo: bound?.destinations ?? null });
    }
    return found;
  }

  override destinationsOf({ connector, settings }: JsonObject): Destinations {
    return this.secrets.connectors.named(connector as string).destinations(settings as JsonObject);
  }

  async add(tx: Transaction, { name, opened }: WantedObject): Promise<SavedObject> {
    const request = { ...opened, name } as unknown as RequestOf<'addConnection'>;
    const { id } = await this.adding.insert(tx, this.secrets.ids.next(), request);
    return { id, afterwards: null };
  }

  async change(
    tx: Transaction,
    { opened, changesSecrets }: WantedObject,
    { id }: FoundObject,
    { tenantId }: Caller,
  ): Promise<Afterwards> {
    const { settings, quota, retry, path, credentials } = opened as unknown as RequestOf<'addConnection'>;
    const given = { settings, quota, retry, path, ...(changesSecrets && { credentials }) };
    await this.changing.save(tx, await lockConnection(tx, id), given);
    return () => this.changing.followUp(tenantId, id);
  }

  async remove(tx: Transaction, { id }: FoundObject, caller: Caller): Promise<Afterwards> {
    const leaving = { connection: await lockConnection(tx, id), jobs: [] };
    await this.removing.begin(tx, leaving, { actor: caller.actor, detach: false });
    return () => this.removing.finish(caller, leaving);
  }

  async facts(
    tx: Transaction,
    { id, boundTo }: FoundObject,
    wanted: WantedObject | undefined,
  ): Promise<ConfigurationFacts> {
    const jobs = await allOf((request) => tx.jobs.list(request));
    const keeps = wanted !== undefined && !wanted.changesSecrets && boundTo !== null;
    const move = keeps ? findMove(boundTo, this.destinationsOf(wanted.opened)) : null;
    return { ...NO_FACTS, jobs: jobs.filter(({ connectionId }) => connectionId === id).length, move };
  }
}
