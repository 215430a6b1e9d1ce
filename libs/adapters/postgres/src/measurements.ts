import type { Transactor } from './database/transactor.js';

/** What waits. Ages in milliseconds; 0 where nothing waits. */
export interface DatabaseHealth {
  readonly outboxRows: number;
  readonly oldestOutboxMs: number;
  readonly queuedExecutions: number;
  readonly oldestQueuedMs: number;
  readonly stuckMessages: number;
}

/** When a page of the job was last applied; null before the first. */
export interface JobFreshness {
  readonly job: string;
  readonly lastAppliedAt: Date | null;
}

/** Records that a job could not apply and that were not given up. */
export interface OpenFailures {
  readonly job: string;
  readonly retrying: number;
  readonly dead: number;
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
  select j.name as job, (
    select max(c.applied_at) from (
      select id from execution e where e.job_id = j.id order by id desc limit 20) e
    join chunk c on c.execution_id = e.id) as "lastAppliedAt"
  from job j join connection c on c.id = j.connection_id where c.status = 'active' order by j.name`;

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
  group by j.name order by j.name`;

export async function measureFailures(transactor: Transactor): Promise<readonly OpenFailures[]> {
  return transactor.run('failures', (session) => session.rows<OpenFailures>(FAILURES));
}
