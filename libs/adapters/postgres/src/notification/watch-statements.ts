import { DAYS_AGO, DAYS_OF_DELIVERIES, LAST_DELIVERY } from '../engine/delivery-days.js';
import { IS_THERE } from '../job/statements.js';

/** $1 tenant: jobs with a freshness target, a condition, or runs that wait. */
export const WATCHED_JOBS = `
  select j.id as "jobId", j.name as job, c.id as "connectionId", c.name as connection, coalesce(n.conditions, '{}') as conditions,
    (r.definition ->> 'freshnessTargetMinutes')::int as "freshnessTargetMinutes",
    coalesce(s.finished_at, j.created_at) as "freshSince", q.waiting, q.since as "waitingSince"
  from job j
  join connection c on c.id = j.connection_id
  join job_revision r on r.job_id = j.id and r.revision = j.revision
  left join notification_condition n on n.job_id = j.id
  left join lateral (
    select e.finished_at from execution e
    where e.job_id = j.id and e.lane = 'bulk' and e.finished_at is not null and e.status in ('completed', 'completed_with_errors')
    order by e.finished_at desc, e.id desc limit 1) s on true
  left join lateral (
    select count(*)::int as waiting, min(e.requested_at) as since from execution e
    where e.job_id = j.id and e.status = 'queued') q on true
  where ${IS_THERE} and j.tenant_id = $1
    and (r.definition ->> 'freshnessTargetMinutes' is not null or n.job_id is not null or q.waiting > 0)
  order by j.id`;

const IS_OPEN = '(w.closed_at is null and c.removed_at is null)';
const IS_QUIET = `(${IS_OPEN} and w.refused_at is null and last.received_at < (select engine_now()) - interval '1 day')`;

/** $1 tenant: webhooks that refuse deliveries, that have received nothing for a day, or with a condition. */
export const WATCHED_WEBHOOKS = `
  with ${DAYS_OF_DELIVERIES}
  select w.id as "endpointId", w.stream, c.id as "connectionId", c.name as connection, coalesce(n.conditions, '{}') as conditions,
    case when ${IS_OPEN} and w.refused_at is not null then w.refused_since end as "refusedSince",
    case when ${IS_QUIET} then last.received_at end as "lastAt", case when ${IS_QUIET} then ${DAYS_AGO} end as "daysAgo"
  from webhook_endpoint w
  join connection c on c.id = w.connection_id
  left join notification_webhook_condition n on n.endpoint_id = w.id
  left join ${LAST_DELIVERY} on true
  where c.tenant_id = $1 and (n.endpoint_id is not null or ${IS_OPEN} and w.refused_at is not null or ${IS_QUIET})
  order by w.id`;

/** $1 tenant, $2 execution: the most frequent error of what it left failed. */
export const ERRORS_OF = `
  select code, count(*)::int as count from failure
  where tenant_id = $1 and last_execution_id = $2 and state in ('retrying', 'dead')
  group by code order by count(*) desc, code limit 1`;

/** $1 tenant, $2 execution: of how long runs like it took. */
export const PACES_BEFORE = `
  select extract(epoch from e.finished_at - e.started_at)::float8 * 1000 as "durationMs", coalesce((e.receipt ->> 'fetched')::int, 0) as fetched
  from execution x join execution e on e.job_id = x.job_id and e.mode = x.mode and e.lane = 'bulk' and e.id <> x.id
  where x.tenant_id = $1 and x.id = $2 and e.status in ('completed', 'completed_with_errors') and e.started_at is not null
    and e.finished_at between x.finished_at - interval '7 days' and x.finished_at
  order by e.finished_at desc limit 500`;

/** $1 milliseconds: tenants with events that were not looked at, or whose jobs were not for so long. */
export const UNWATCHED = `
  select c.tenant_id as "tenantId" from notification_cursor c
  where c.position < (select position from event_cursor where name = 'numbered')
      and exists (select from lifecycle_event e where e.tenant_id = c.tenant_id and e.position > c.position)
    or c.watched_at < (select engine_now()) - $1 * interval '1 millisecond'`;
