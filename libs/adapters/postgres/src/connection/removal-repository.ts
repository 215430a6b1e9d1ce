import type { Connection, ConnectionId, JobId } from '@evenkeel/domain';
import type { ConnectionRemovalRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { IS_THERE } from '../job/statements.js';
import { CONNECTION } from './row.js';

/** What calls leave of a connection, what was seen of its streams, and its secrets. */
const CALLED_WITH = [
  'credential',
  'access_token',
  'kept_answer',
  'breaker_state',
  'call_tally',
  'quota_ledger',
  'control',
  'stream_shape',
] as const;

const GOES_ON = `select from execution e join job j on j.id = e.job_id
  where j.connection_id = $1 and e.finished_at is null limit 1`;
const REFERRED_TO = ['job', 'reference_set', 'webhook_endpoint']
  .map((table) => `exists (select from ${table} where connection_id = $1)`)
  .join(' or ');

export class PostgresConnectionRemovalRepository implements ConnectionRemovalRepository {
  constructor(private readonly session: Session) {}

  async lockJobs(id: ConnectionId): Promise<readonly JobId[]> {
    const rows = await this.session.rows<{ id: JobId }>(
      `select j.id from job j where j.connection_id = $1 and j.tenant_id = $2 and ${IS_THERE}
       order by j.id for no key update`,
      [id, this.session.tenant],
    );
    return rows.map((job) => job.id);
  }

  async begin(id: ConnectionId, actor: string): Promise<void> {
    await this.session.write(
      `update connection set removed_at = coalesce(removed_at, engine_now()), removed_by = coalesce(removed_by, $2)
       where id = $1 and tenant_id = $3`,
      [id, actor, this.session.tenant],
    );
    await this.session.write(
      'update webhook_endpoint set closed_at = engine_now() where connection_id = $1 and closed_at is null',
      [id],
    );
  }

  async insertRemoved(connection: Connection): Promise<void> {
    this.session.assertOwn(connection);
    await this.session.write(
      `insert into connection (${CONNECTION.list}, removed_at, settled)
       values (${CONNECTION.parameters}, engine_now(), true)`,
      CONNECTION.values(connection),
    );
  }

  async clear(id: ConnectionId): Promise<boolean> {
    if ((await this.session.row(GOES_ON, [id])) !== undefined) return false;
    for (const table of CALLED_WITH)
      await this.session.write(`delete from ${table} where connection_id = $1`, [id]);
    const own = [id, this.session.tenant];
    const gone = await this.session.write(
      `delete from connection where id = $1 and tenant_id = $2 and not (${REFERRED_TO})`,
      own,
    );
    if (gone === 0)
      await this.session.write('update connection set settled = true where id = $1 and tenant_id = $2', own);
    return true;
  }
}
