import {
  CONFLICT_KIND_NAMES,
  type ConcernFacts,
  type ConflictKind,
  type EngineOutlook,
} from '@evenkeel/domain';
import type { Transactor } from './database/transactor.js';
import { loadConcernFacts } from './engine/concern-repository.js';
import { PostgresEngineRepository } from './engine/repository.js';
import { IS_THERE } from './job/statements.js';

/** What waits. Ages in milliseconds; 0 where nothing waits. */
export interface DatabaseHealth {
  readonly outboxRows: number;
  readonly oldestOutboxMs: number;
  readonly queuedExecutions: number;
  readonly oldestQueuedMs: number;
  readonly stuckMessages: number;
}

/** When a page of the job was last applied; before the first, when the job was made. */
export interface JobFreshness {
  readonly job: string;
  readonly since: Date;
}

/** What may ask for a person, in all tenants. */
export interface AllConcernFacts {
  readonly engine: EngineOutlook;
  readonly facts: ConcernFacts;
  readonly now: Date;
}

/** Records that a job could not apply and that were not given up. */
export interface OpenFailures {
  readonly job: string;
  readonly retrying: number;
  readonly dead: number;
}

/** For how long a conflict has waited for a decision, in steps. */
export const CONFLICT_AGES = ['under_1h', 'under_1d', 'under_7d', 'over_7d'] as const;

export interface OpenConflicts {
  readonly kind: ConflictKind;
  readonly age: (typeof CONFLICT_AGES)[number];
  readonly count: number;
}

const ageMs = (column: string) =>
  `greatest(0, coalesce(extract(epoch from (select engine_now()) - min(${column})) * 1000, 0))::float8`;

const HEALTH = `
  select o.rows as "outboxRows", o.age as "oldestOutboxMs",
    q.rows as "queuedExecutions", q.age as "oldestQueuedMs", s.rows as "stuckMessages"
  from (select count(*)::int as rows, ${ageMs('added_at')} as age from outbox) o,
    (select count(*)::int as rows, ${ageMs('requested_at')} as age from execution where status = 'queued') q,
    (select count(*)::int as rows from stuck_message) s`;

// Only the newest executions of a job are looked at, so that this stays cheap however long its history is.
const FRESHNESS = `
  select j.name as job, coalesce((
    select max(c.applied_at) from (
      select id from execution e where e.job_id = j.id order by id desc limit 20) e
    join chunk c on c.execution_id = e.id), j.created_at) as since
  from job j where ${IS_THERE} order by j.name`;

export async function measureHealth(transactor: Transactor): Promise<DatabaseHealth> {
  return transactor.run('health', async (session) => (await session.row<DatabaseHealth>(HEALTH))!);
}

export async function measureFreshness(transactor: Transactor): Promise<readonly JobFreshness[]> {
  return transactor.run('freshness', (session) => session.rows<JobFreshness>(FRESHNESS));
}

const FAILURES = `
  select j.name as job, count(f.id) filter (where f.state = 'retrying')::int as retrying,
    count(f.id) filter (where f.state = 'dead')::int as dead
  from job j left join failure f on f.job_id = j.id and f.state in ('retrying', 'dead')
  where ${IS_THERE} group by j.name order by j.name`;

export async function measureFailures(transactor: Transactor): Promise<readonly OpenFailures[]> {
  return transactor.run('failures', (session) => session.rows<OpenFailures>(FAILURES));
}

const CONFLICTS = `
  select kind, age, count(*)::int as count from (
    select f.kind, case when f.opened_at > n.now - interval '1 hour' then 'under_1h' when f.opened_at > n.now - interval '1 day' then 'under_1d'
      when f.opened_at > n.now - interval '7 days' then 'under_7d' else 'over_7d' end as age
    from conflict f cross join (select engine_now() as now) n where f.state in ('open', 'proposing')) f
  group by kind, age`;

export async function measureConflicts(transactor: Transactor): Promise<readonly OpenConflicts[]> {
  const found = await transactor.run('conflicts', (session) =>
    session.rows<OpenConflicts & Record<string, unknown>>(CONFLICTS),
  );
  return CONFLICT_KIND_NAMES.flatMap((kind) =>
    CONFLICT_AGES.map(
      (age) => found.find((one) => one.kind === kind && one.age === age) ?? { kind, age, count: 0 },
    ),
  );
}

export async function measureSize(transactor: Transactor): Promise<number> {
  const sizing = 'select pg_database_size(current_database())::float8 as bytes';
  return transactor.run('size', async (session) => (await session.row<{ bytes: number }>(sizing))!.bytes);
}

export async function measureConcerns(transactor: Transactor): Promise<AllConcernFacts> {
  return transactor.run('concerns', async (session) => ({
    engine: await new PostgresEngineRepository(session).outlook(),
    facts: await loadConcernFacts(session, null),
    now: await session.now(),
  }));
}
