import type { ChunkLoad } from '@evenkeel/domain';
import type { DispatchRepository, StoredQueue } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { IS_LET_GO } from '../connection/control-repository.js';

const IS_DUE = `(c.not_before is null or c.not_before <= (select engine_now()))`;

/** Any number that no other advisory lock has; each decision about dispatch takes it. */
const DISPATCH_LOCK = 4_180_009;

export class PostgresDispatchRepository implements DispatchRepository {
  constructor(private readonly session: Session) {}

  async hasPlanned(): Promise<boolean> {
    const row = await this.session.row<{ found: boolean }>(
      `select exists (
         select from chunk c join execution e on e.id = c.execution_id
         where c.state = 'planned' and e.status = 'running' and e.epoch = c.epoch and ${IS_DUE}
           and ${IS_LET_GO}) as found`,
    );
    return row?.found ?? false;
  }

  async hasDue(): Promise<boolean> {
    const row = await this.session.row<{ found: boolean }>(
      `select exists (
         select from chunk c join execution e on e.id = c.execution_id
         where c.state = 'planned' and c.not_before <= (select engine_now()) and e.status = 'running'
           and e.epoch = c.epoch and ${IS_LET_GO}) as found`,
    );
    return row?.found ?? false;
  }

  async lock(): Promise<void> {
    await this.session.row(`select pg_advisory_xact_lock(${DISPATCH_LOCK})`);
  }

  async queues(most: number): Promise<readonly StoredQueue[]> {
    return this.session.rows<StoredQueue>(
      `select e.id as "executionId", e.tenant_id as "tenantId", j.connection_id as "connectionId", e.lane,
         e.priority, e.path, u.under_way as "underWay", u.processed, p.planned,
         greatest(e.started_at, u.assigned_at) as "waitingSince"
       from execution e
       join job j on j.id = e.job_id
       cross join lateral (
         select array_agg(id::text order by ordinal) as planned from (
           select id, ordinal from chunk c
           where execution_id = e.id and state = 'planned' and epoch = e.epoch and ${IS_DUE}
           order by ordinal limit $1) c) p
       cross join lateral (
         select count(*) filter (where state in ('assigned', 'claimed'))::int as under_way,
           max(assigned_at) as assigned_at, coalesce(sum(fetched + replayed), 0)::int as processed
         from chunk where execution_id = e.id) u
       where e.status = 'running' and p.planned is not null and ${IS_LET_GO}
       order by e.id`,
      [most],
    );
  }

  async loads(): Promise<readonly ChunkLoad[]> {
    return this.session.rows<ChunkLoad>(
      `select e.tenant_id as "tenantId", j.connection_id as "connectionId", e.lane, count(*)::int as "underWay",
         coalesce(array_agg(coalesce(c.turn_at, c.assigned_at)) filter (where c.state = 'assigned'), '{}') as unclaimed
       from chunk c
       join execution e on e.id = c.execution_id
       join job j on j.id = e.job_id
       where c.state in ('assigned', 'claimed') and e.status = 'running' and e.epoch = c.epoch
       group by e.tenant_id, j.connection_id, e.lane`,
    );
  }
}
