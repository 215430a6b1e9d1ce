import type { DueParked } from '@evenkeel/ports';
import type { HotStatement } from '../database/session.js';

/** What was released and waits still is released again after this time: its run may have failed. */
const AGAIN_AFTER = `interval '10 minutes'`;

/** Of a failure `f`: it waits for another record. */
const WAITS = `f.waits_for_set is not null and f.state in ('parked', 'dead')`;
const IS_UNRELEASED = `(f.released_at is null or f.released_at < (select engine_now()) - ${AGAIN_AFTER})`;
/** The record that it waits for is here. */
const HAS_COME = `exists (
    select from external_reference e where e.set_id = f.waits_for_set and e.external_id = f.waits_for_id)`;

/** Jobs that have a run of many parked records under way, or asked for: what else is due comes after it, so that runs do not pile up. */
const BUSY_JOBS = `
    select job_id from execution where lane = 'repair' and actor = 'parked' and finished_at is null
    union all select job_id from trigger where state = 'accepted' and actor = 'parked'`;

/** Of a job `j` at its newest revision `r`: since before then a record has waited too long. */
const OVERDUE_BEFORE = `(select engine_now()) - coalesce((r.definition ->> 'parkedAfterHours')::int, 168) * interval '1 hour'`;

/** $1 failure id or null, $2 how many at most. One row a job, and one with the last id that was looked at. */
export const DUE_PARKED = duePartOf(`
    select f.* from failure f where ${WAITS} and f.id > coalesce($1::bigint, 0) order by f.id limit $2`);

/** $1 set id, $2 how many at most, $3 external ids. As {@link DUE_PARKED}. */
export const DUE_PARKED_FOR = duePartOf(`
    select f.* from unnest($3::text[]) i(id) cross join lateral (
      select f.* from failure f where f.waits_for_set = $1::int and f.waits_for_id = i.id and ${WAITS} and ${IS_UNRELEASED}
      order by f.id limit $2) f
    order by f.id limit $2`);

function duePartOf(batch: string): string {
  return `
  with batch as materialized (${batch}),
  busy as materialized (${BUSY_JOBS}),
  judged as (
    select f.id, j.tenant_id, f.job_id,
      ${IS_UNRELEASED} and f.job_id not in (select job_id from busy) and ${HAS_COME} as come,
      f.state = 'parked' and f.first_failed_at < ${OVERDUE_BEFORE} as overdue
    from batch f
    join job j on j.id = f.job_id and j.removed_at is null
    join job_revision r on r.job_id = j.id and r.revision = j.revision)
  select tenant_id as "tenantId", job_id as "jobId", coalesce(array_agg(id::text order by id) filter (where come), '{}') as "failureIds",
    bool_or(overdue) as "hasOverdue", (select max(id)::text from batch) as last, (select count(*)::int from batch) as looked
  from judged where come or overdue group by tenant_id, job_id
  union all
  select null, null, '{}', false, max(id)::text, count(*)::int from batch`;
}

/** $1 set id, $2 external ids, $3 how many at most. */
export const FIND_AWAITED: HotStatement = {
  name: 'parked_awaited',
  text: `
    select i.id from (
      select from failure f where f.waits_for_set = $1::int and ${WAITS} limit 1) w
    cross join unnest($2::text[]) as i(id)
    cross join lateral (
      select from failure f where f.waits_for_set = $1::int and f.waits_for_id = i.id and ${WAITS} limit 1) f
    limit $3`,
};

/** $1 job id, $2 failure ids. */
export const RELEASE_PARKED = `
  update failure set released_at = engine_now() where id = any(array(
    select f.id from failure f where f.id = any($2::bigint[]) and f.job_id = $1 and ${WAITS} and ${IS_UNRELEASED}
      and f.job_id not in (${BUSY_JOBS}) and ${HAS_COME}
    order by f.key for no key update))
  returning id::text as id`;

/** $1 job id. */
export const GIVE_UP_PARKED = `
  update failure set state = 'dead' where id = any(array(
    select f.id from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
    join failure f on f.job_id = j.id
    where j.id = $1 and f.state = 'parked' and f.first_failed_at < ${OVERDUE_BEFORE}
    order by f.key for no key update of f)) and state = 'parked'`;

/** $1 job id, $2 execution id, $3 since. Each listing that names one keeps it anew, as failed in that execution. */
export const FORGET_UNLISTED = `
  update failure set state = 'resolved', closed_at = engine_now(), raw = null, mapped = null, payload_digest = null, edited_by = null,
    waits_for_set = null, history = history || jsonb_build_object('kind', 'resolved', 'at',
      to_char(engine_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'executionId', $2::text)
  where id = any(array(
    select f.id from failure f
    where f.job_id = $1 and ${WAITS} and f.last_execution_id <> $2::uuid and f.observed_at < $3
    order by f.key for no key update)) and state in ('parked', 'dead')`;

/** $1 job id or null, $2 after, $3 limit, $4 tenant. */
export const LIST_PARKED = `
  select f.id, f.job_id as "jobId", j.name as "jobName", f.external_id as "externalId", f.waits_as as link, s.stream,
    s.record_type as "recordType", f.waits_for_id as "waitsFor", f.first_failed_at as since, f.released_at as "releasedAt",
    f.state = 'dead' as "isOverdue"
  from failure f join job j on j.id = f.job_id join reference_set s on s.id = f.waits_for_set
  where ${WAITS} and ($1::uuid is null or f.job_id = $1) and f.id > coalesce($2::bigint, 0) and f.tenant_id = $4
  order by f.id limit $3`;

export type ParkedRow = DueParked & { readonly last: string | null; readonly looked: number } & Record<
    string,
    unknown
  >;

/** The last row tells how far it was looked. */
export function parkedFrom(rows: readonly ParkedRow[]): readonly DueParked[] {
  return rows
    .slice(0, -1)
    .map(({ tenantId, jobId, failureIds, hasOverdue }) => ({ tenantId, jobId, failureIds, hasOverdue }));
}
