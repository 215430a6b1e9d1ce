import type {
  ConnectionId,
  JobId,
  JobMode,
  MisfirePolicy,
  Receipt,
  Schedule,
  Watermark,
} from '@evenkeel/domain';
import type { Transactor } from './database/transactor.js';
import { IS_THERE } from './job/statements.js';

/** One job as its figures are told of it, in whatever tenant. */
export interface JobFigures {
  readonly tenant: string;
  readonly job: string;
  readonly jobId: JobId;
  readonly connection: string;
  readonly connectionId: ConnectionId;
  readonly createdAt: Date;
  readonly schedule: Schedule | null;
  readonly misfirePolicy: MisfirePolicy;
  /** The slot decided last, or the beginning of its schedule. */
  readonly decidedUntil: Date;
  /** A person, its provider or refused credentials keep its schedule from beginning anything. */
  readonly isHeld: boolean;
  readonly watermark: Watermark | null;
  /** When the newest successful run that read everything, or everything that changed, began to read. */
  readonly readAt: Date | null;
  /** Whether the run of the whole job that ended last failed or timed out. */
  readonly hasFailed: boolean;
  /** Of the same run. */
  readonly receipt: Receipt | null;
  readonly retrying: number;
  readonly dead: number;
  /** Since when the oldest conflict waits for a decision. */
  readonly conflictSince: Date | null;
  /** Parts of runs that wait, by what for. */
  readonly waiting: Readonly<Record<string, number>>;
}

export interface AllJobFigures {
  readonly jobs: readonly JobFigures[];
  readonly now: Date;
}

/** Of the runs of a job that completed within seven days, in seconds. */
export interface JobDurations {
  readonly tenant: string;
  readonly job: string;
  readonly mode: JobMode;
  readonly last: number;
  readonly median: number;
  readonly runs: number;
}

/** Only the newest executions of a job are looked at, so that this stays cheap however long its history is. */
const LATEST_LOOKED_AT = 200;

const ENDED = `
    select e.id, e.status, e.mode, e.scope, e.plan, e.receipt, e.started_at, e.finished_at from execution e
    where e.job_id = j.id and e.lane = 'bulk' and e.finished_at is not null
    order by e.finished_at desc, e.id desc limit`;
const IS_SUCCESS = `e.status in ('completed', 'completed_with_errors') and coalesce(e.plan ->> 'kind', '') <> 'preview'`;

/** A backfill says nothing of how far the job has read, and neither do runs of single records. */
const READS_ALL = `e.scope ->> 'kind' in ('full', 'incremental', 'push') and e.scope -> 'backfill' is null`;

const FIGURES = `
  select t.name as tenant, j.name as job, j.id as "jobId", c.name as connection, c.id as "connectionId", j.created_at as "createdAt",
    nullif(r.definition -> 'schedule', 'null') as schedule, r.definition ->> 'misfirePolicy' as "misfirePolicy",
    greatest(d.due_at, b.begins) as "decidedUntil",
    c.status <> 'active' or coalesce(to_timestamp((q.state ->> 'closedUntilMs')::float8 / 1000) > n.now, false) or exists (
      select from control h where h.state <> 'running' and (h.connection_id is null or h.connection_id = c.id)) as "isHeld",
    case when w.job_id is not null then json_build_object('kind', w.kind, 'value', w.value) end as watermark,
    s.started_at as "readAt", coalesce(l.status in ('failed', 'timed_out'), false) as "hasFailed", l.receipt, f.retrying, f.dead,
    (select min(o.opened_at) from conflict o where o.job_id = j.id and o.state in ('open', 'proposing')) as "conflictSince",
    coalesce(v.waiting, '{}') as waiting
  from job j
  cross join (select engine_now() as now) n
  join tenant t on t.id = j.tenant_id
  join connection c on c.id = j.connection_id
  join job_revision r on r.job_id = j.id and r.revision = j.revision
  left join quota_ledger q on q.connection_id = c.id
  left join watermark w on w.job_id = j.id
  left join lateral (select due_at from schedule_slot where job_id = j.id order by due_at desc limit 1) d on true
  cross join lateral (
    select max(i.created_at) filter (where i.revision = 1 or i.schedule is distinct from i.before) as begins from (
      select revision, created_at, definition -> 'schedule' as schedule,
        lag(definition -> 'schedule') over (order by revision) as before
      from job_revision where job_id = j.id) i) b
  left join lateral (${ENDED} 1) l on true
  left join lateral (
    select e.started_at from (${ENDED} ${LATEST_LOOKED_AT}) e
    where ${IS_SUCCESS} and ${READS_ALL} limit 1) s on true
  cross join lateral (
    select count(*) filter (where state = 'retrying')::int as retrying, count(*) filter (where state = 'dead')::int as dead
    from failure where job_id = j.id and state in ('retrying', 'dead')) f
  left join (
    select w.job_id, json_object_agg(w.waiting, w.count) as waiting from (
      select e.job_id, k.waits_for as waiting, count(*)::int as count from execution e cross join lateral (
        select case when state = 'claimed' then waiting when not_before > (select engine_now()) then postponed ->> 'waiting' end as waits_for
        from chunk where execution_id = e.id and state in ('planned', 'claimed')) k
      where e.status = 'running' and k.waits_for in ('breaker', 'quota', 'ingestion')
      group by e.job_id, k.waits_for) w group by w.job_id) v on v.job_id = j.id
  where ${IS_THERE} order by j.created_at, j.id`;

export async function measureJobs(transactor: Transactor): Promise<AllJobFigures> {
  return transactor.run('job figures', async (session) => ({
    jobs: await session.rows<JobFigures & Record<string, unknown>>(FIGURES),
    now: await session.now(),
  }));
}

const DURATIONS = `
  select t.name as tenant, j.name as job, e.mode, count(*)::int as runs,
    (array_agg(e.seconds order by e.finished_at desc))[1] as last,
    percentile_cont(0.5) within group (order by e.seconds) as median
  from job j join tenant t on t.id = j.tenant_id
  cross join lateral (
    select e.mode, e.finished_at, extract(epoch from e.finished_at - e.started_at)::float8 as seconds
    from (${ENDED} ${LATEST_LOOKED_AT}) e
    where ${IS_SUCCESS} and ${READS_ALL} and e.finished_at > (select engine_now()) - interval '7 days') e
  where ${IS_THERE} group by j.id, t.name, j.name, e.mode order by j.created_at, j.id, e.mode`;

export async function measureDurations(transactor: Transactor): Promise<readonly JobDurations[]> {
  return transactor.run('job durations', (session) =>
    session.rows<JobDurations & Record<string, unknown>>(DURATIONS),
  );
}
