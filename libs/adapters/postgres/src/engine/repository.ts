import type {
  Control,
  ControlState,
  EngineOutlook,
  EngineSettingName,
  ExecutionStatus,
} from '@evenkeel/domain';
import type { EngineOverview, EngineRepository, HeldConnection, SetSetting } from '@evenkeel/ports';
import { findControl, saveControl } from '../connection/control-repository.js';
import type { Session } from '../database/session.js';
import { loadStorageOutlook } from '../growth/table-sizes.js';
import { loadDatabaseOutlook } from './load-database-outlook.js';
import { PostgresOutageRepository } from '../outbox/outage-repository.js';

/** Older ones say nothing of how long a run takes now. */
const MEASURED_EXECUTIONS = 100;

type Figures = Omit<EngineOverview, 'executions' | 'heldConnections'>;

const FIGURES = `
  select d.ms as "averageDurationMs", a.jobs as "activeJobs", a.queued as "queuedExecutions", a.dead as "deadExecutions",
    t.waiting as "waitingTriggers", l.at as "lastSyncAt", s.stuck as "stuckMessages"
  from (
    select avg(extract(epoch from finished_at - started_at) * 1000)::float8 as ms from (
      select started_at, finished_at from execution where status in ('completed', 'completed_with_errors')
      order by id desc limit ${MEASURED_EXECUTIONS}) e) d,
    (select count(distinct job_id) filter (where status in ('running', 'paused', 'awaiting_approval'))::int as jobs,
      count(*) filter (where status = 'queued')::int as queued,
      count(*) filter (where dead_letter = 'dead')::int as dead from execution) a,
    (select count(*)::int as waiting from trigger where state = 'accepted') t,
    (select max(finished_at) as at from execution where status in ('completed', 'completed_with_errors')) l,
    (select count(*)::int as stuck from stuck_message) s`;

const HELD_CONNECTIONS = `
  select c.name, coalesce(h.state, 'running') as control, c.status = 'needs_attention' as "needsAttention",
    coalesce(b.state, 'closed') <> 'closed' as "breakerOpen"
  from connection c
  left join control h on h.connection_id = c.id
  left join breaker_state b on b.connection_id = c.id
  where c.removed_at is null and (
    coalesce(h.state, 'running') <> 'running' or c.status = 'needs_attention' or coalesce(b.state, 'closed') <> 'closed')
  order by c.name`;

/** What people set of the engine, by name. */
export function findSettings(session: Session): Promise<readonly SetSetting[]> {
  return session.rows<SetSetting & Record<string, unknown>>(
    'select name, value, actor, changed_at as "changedAt" from engine_setting order by name',
  );
}

export class PostgresEngineRepository implements EngineRepository {
  constructor(private readonly session: Session) {}

  async overview(): Promise<EngineOverview> {
    const statuses = await this.session.rows<{ status: ExecutionStatus; count: number }>(
      'select status, count(*)::int as count from execution group by status',
    );
    const figures = await this.session.row<Figures & Record<string, unknown>>(FIGURES);
    const heldConnections = await this.session.rows<HeldConnection & Record<string, unknown>>(
      HELD_CONNECTIONS,
    );
    const executions = Object.fromEntries(statuses.map(({ status, count }) => [status, count]));
    return { ...figures!, executions, heldConnections };
  }

  async outlook(): Promise<EngineOutlook> {
    const outage = await new PostgresOutageRepository(this.session).open();
    const stuck = await this.session.row<{ count: number }>(
      'select count(*)::int as count from stuck_message',
    );
    return {
      control: await this.control(),
      busAwaySince: outage?.beganAt ?? null,
      stuckMessages: stuck?.count ?? 0,
      database: await loadDatabaseOutlook(this.session),
      storage: await loadStorageOutlook(this.session),
    };
  }

  control(): Promise<Control> {
    return findControl(this.session, null);
  }

  saveControl(state: ControlState, actor: string): Promise<void> {
    return saveControl(this.session, null, { state, actor });
  }

  settings(): Promise<readonly SetSetting[]> {
    return findSettings(this.session);
  }

  async saveSetting(name: EngineSettingName, value: number | string, actor: string): Promise<void> {
    await this.session.rows(
      `insert into engine_setting (name, value, actor) values ($1, $2, $3)
       on conflict (name) do update set value = excluded.value, actor = excluded.actor, changed_at = engine_now()
       where engine_setting.value <> excluded.value`,
      [name, JSON.stringify(value), actor],
    );
  }

  async clearSetting(name: EngineSettingName): Promise<void> {
    await this.session.rows('delete from engine_setting where name = $1', [name]);
  }
}
