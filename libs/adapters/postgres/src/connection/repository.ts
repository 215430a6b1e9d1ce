import {
  SyncError,
  type Connection,
  type ConnectionId,
  type ConnectionStatus,
  type JsonObject,
} from '@evenkeel/domain';
import type {
  CallCounts,
  ConnectionLimits,
  ConnectionRepository,
  Listed,
  ListRequest,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { CONNECTION, CONNECTION_COLUMNS, connectionFromRow, type ReadConnectionRow } from './row.js';
import { jsonOrNull } from '../table/columns.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

export class PostgresConnectionRepository implements ConnectionRepository {
  constructor(private readonly session: Session) {}

  async insert(connection: Connection, sealedCredentials: string | null): Promise<void> {
    this.session.assertOwn(connection);
    const written = await this.session.write(
      `insert into connection (${CONNECTION.list}) values (${CONNECTION.parameters}) on conflict do nothing`,
      CONNECTION.values(connection),
    );
    if (written === 0) {
      throw new SyncError('request.already_exists', `A connection named ${connection.name} exists already`);
    }
    if (sealedCredentials !== null) {
      await this.session.write('insert into credential (connection_id, sealed) values ($1, $2)', [
        connection.id,
        sealedCredentials,
      ]);
    }
  }

  async callsOfHour(id: ConnectionId): Promise<CallCounts> {
    const row = await this.session.row<CallCounts>(
      `select coalesce(sum(calls), 0)::int as calls, coalesce(sum(troubled), 0)::int as troubled,
         coalesce(sum(not_modified), 0)::int as "notModified"
       from call_tally where connection_id = $1 and minute >= engine_now() - interval '1 hour'`,
      [id],
    );
    return row ?? { calls: 0, troubled: 0, notModified: 0 };
  }

  async find(id: ConnectionId): Promise<Connection | undefined> {
    return isUuid(id) ? this.findOne('id = $1', id) : undefined;
  }

  async lock(id: ConnectionId): Promise<Connection | undefined> {
    if (!isUuid(id)) return undefined;
    await this.session.row('select id from connection where id = $1 and tenant_id = $2 for no key update', [
      id,
      this.session.tenant,
    ]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.find(id);
  }

  async raiseRevision(id: ConnectionId): Promise<void> {
    await this.session.write('update connection set revision = revision + 1 where id = $1', [id]);
  }

  async findByName(name: string): Promise<Connection | undefined> {
    return this.findOne('removed_at is null and name = $1', name);
  }

  /** By name. */
  async list(request: ListRequest): Promise<Listed<Connection>> {
    const rows = await this.session.rows<ReadConnectionRow>(
      `select ${CONNECTION_COLUMNS} from connection
       where removed_at is null and ($1::text is null or name > $1) and tenant_id = $3 order by name limit $2`,
      [request.after, request.limit + 1, this.session.tenant],
    );
    return listed(rows, request, (row) => row.name, connectionFromRow);
  }

  async sealedCredentials(id: ConnectionId): Promise<string | null> {
    const row = await this.session.row<{ sealed: string }>(
      'select sealed from credential where connection_id = $1',
      [id],
    );
    return row?.sealed ?? null;
  }

  async saveSettings(id: ConnectionId, settings: JsonObject): Promise<void> {
    await this.session.write('update connection set settings = $2 where id = $1', [
      id,
      JSON.stringify(settings),
    ]);
    await this.forgetAnswers(id);
  }

  async saveLimits(id: ConnectionId, { quota, retry, path }: ConnectionLimits): Promise<void> {
    await this.session.write('update connection set quota = $2, retry = $3, path = $4 where id = $1', [
      id,
      jsonOrNull(quota),
      jsonOrNull(retry),
      path,
    ]);
  }

  async saveCredentials(id: ConnectionId, sealedCredentials: string | null): Promise<void> {
    await this.forgetAnswers(id);
    if (sealedCredentials === null) {
      await this.session.write('delete from credential where connection_id = $1', [id]);
      return;
    }
    await this.session.write(
      `insert into credential (connection_id, sealed) values ($1, $2)
       on conflict (connection_id) do update set sealed = excluded.sealed`,
      [id, sealedCredentials],
    );
  }

  async saveStatus(id: ConnectionId, status: ConnectionStatus, reason: string | null): Promise<void> {
    await this.session.write('update connection set status = $2, status_reason = $3 where id = $1', [
      id,
      status,
      reason,
    ]);
  }

  /** They were given for other credentials, or at another address. */
  private async forgetAnswers(id: ConnectionId): Promise<void> {
    await this.session.write('delete from kept_answer where connection_id = $1', [id]);
  }

  private async findOne(condition: string, value: string): Promise<Connection | undefined> {
    const row = await this.session.row<ReadConnectionRow>(
      `select ${CONNECTION_COLUMNS} from connection where ${condition} and tenant_id = $2`,
      [value, this.session.tenant],
    );
    return row && connectionFromRow(row);
  }
}
