import {
  MOST_CHANGES_AT_ONCE,
  TRY_AGAIN_AFTER_MS,
  type ChangeRunFacts,
  type ExecutionId,
  type JobId,
} from '@evenkeel/domain';
import type { ChangeRunRepository, PushedVersion } from '@evenkeel/ports';
import type { HotStatement, Session } from '../database/session.js';
import { isNotNewer, pushedVersions } from './pushed-versions.js';

/** Runs of changes that are looked at: those before say nothing any more. */
const LATEST_RUNS = 20;

const WAITS = `array[${TRY_AGAIN_AFTER_MS.join(', ')}]`;

/** Of `local_change c`: no run was asked for that takes it. */
export const IS_FRESH = 'c.asked_at is null';

/** Of `local_change c`: a run has left it behind, and its time has come again. */
export const IS_DUE_AGAIN = `c.asked_at is not null
  and c.asked_at + (${WAITS})[greatest(1, least(c.asks, ${TRY_AGAIN_AFTER_MS.length}))] * interval '1 millisecond' <= (select engine_now())`;

/** A dead letter waits for a person, or for a further change of its record. */
export const IS_NO_DEAD_LETTER = `not exists (select from failure f where f.job_id = c.job_id and f.key = 'record:' || c.record_id
  and f.state = 'dead' and f.last_failed_at >= c.changed_at)`;

/** Of `local_change c`: it is fresh, or its time has come again. */
const IS_DUE_CHANGE = `(${IS_FRESH} or ${IS_DUE_AGAIN}) and ${IS_NO_DEAD_LETTER}`;

/**
 * $1 job. Up to when changes are pushed by a bulk run that is under way, or waits: what it has not handed out yet takes whatever is pending then. Where ranges are
 * handed out one after the other, what is changed meanwhile goes beside them. None: null.
 */
const COVERED = `select max(case when e.status = 'queued' then 'infinity'::timestamptz else (
    select min(coalesce(c.assigned_at, 'infinity'::timestamptz)) from chunk c
    where c.execution_id = e.id and c.slice ->> 'kind' = 'push' and c.state in ('planned', 'assigned', 'claimed')) end) as until
  from execution e where e.job_id = $1 and e.lane = 'bulk' and e.status in ('queued', 'running', 'paused', 'awaiting_approval')`;

/** Counted no further than it makes a difference. $2: one more than that. */
const countOf = (which: string): string => `(select count(*)::int from (
    select from local_change c, covered where c.job_id = $1 and ${which} and ${IS_NO_DEAD_LETTER} limit $2) n)`;

/** A run of which all records have failed did not fail as a whole: each of these waits by itself, and no other change waits for them. */
const FACTS: HotStatement = {
  name: 'change-run-facts',
  text: `
  with covered as materialized (${COVERED}),
  runs as materialized (
    select id, requested_at, finished_at,
      status in ('completed', 'completed_with_errors') or reason ->> 'kind' = 'all_failed' as is_fine
    from execution where job_id = $1 and trigger_kind = 'change' order by id desc limit ${LATEST_RUNS}),
  failed as (
    select r.finished_at from runs r where r.finished_at is not null and not exists (
      select from runs o where o.id >= r.id and o.finished_at is not null and o.is_fine))
  select
    exists (select from execution e where e.job_id = $1 and e.lane = 'bulk' and e.finished_at is not null
      and e.status in ('completed', 'completed_with_errors')) as "isPaired",
    ${countOf(`${IS_FRESH} and (covered.until is null or c.changed_at > covered.until)`)} as fresh,
    ${countOf(`covered.until is null and ${IS_DUE_AGAIN}`)} as again,
    exists (select from execution e where e.job_id = $1 and e.lane = 'bulk'
      and e.status in ('queued', 'running', 'paused', 'awaiting_approval')) as "hasBulk",
    (select max(t.accepted_at) from trigger t where t.job_id = $1 and t.kind = 'change' and t.state = 'accepted') as "askedAt",
    (select count(*)::int from runs where finished_at is null) as "underWay",
    (select max(requested_at) from runs) as "lastAskedAt",
    (select count(*)::int from failed) as failed,
    (select max(finished_at) from failed) as "failedAt",
    engine_now() as now`,
};

/** $1 job, $2 tenant, $3 now. */
const TAKE: HotStatement = {
  name: 'take-changes',
  text: `
  with covered as materialized (${COVERED}),
  taken as materialized (
    select c.record_id from local_change c, covered
    where c.job_id = $1 and c.tenant_id = $2 and ${IS_DUE_CHANGE}
      and (covered.until is null or c.asked_at is null and c.changed_at > covered.until)
    order by c.record_id limit ${MOST_CHANGES_AT_ONCE} for no key update of c skip locked),
  marked as (
    update local_change c set asked_at = $3, asks = c.asks + 1 from taken
    where c.job_id = $1 and c.record_id = taken.record_id returning c.record_id::text as id)
  select coalesce(json_agg(id), '[]') as ids from marked`,
};

export class PostgresChangeRunRepository implements ChangeRunRepository {
  constructor(private readonly session: Session) {}

  async factsOf(jobId: JobId): Promise<ChangeRunFacts> {
    const facts = await this.session.preparedRow<ChangeRunFacts & Record<string, unknown>>(FACTS, [
      jobId,
      MOST_CHANGES_AT_ONCE + 1,
    ]);
    return facts!;
  }

  async take(jobId: JobId, now: Date): Promise<readonly string[]> {
    const row = await this.session.preparedRow<{ ids: readonly string[] }>(TAKE, [
      jobId,
      this.session.tenant,
      now,
    ]);
    return row?.ids ?? [];
  }

  async noteTried(jobId: JobId, left: readonly PushedVersion[], executionId: ExecutionId): Promise<void> {
    if (left.length === 0) return;
    await this.session.write(
      `update local_change c set asked_at = engine_now(), asks = c.asks + 1
       where c.tenant_id = $1 and c.job_id = $2 and c.record_id = any($3::bigint[]) and ${isNotNewer('$4')}
         and (c.asked_at is null or c.asked_at < (select e.requested_at from execution e where e.id = $5))`,
      [this.session.tenant, jobId, ...pushedVersions(left), executionId],
    );
  }
}
