import { CANDIDATE_VERDICTS, CAUSE_OF_WAY, OUTCOMES } from '@evenkeel/domain';
import { matchedPairs } from '../matched/checks/matched-snapshot.js';
import { joinedPairs } from './joined-snapshot.js';

const COUNTED = OUTCOMES.join(' + ');
/** Causes of what was inactivated apart from a close-out. */
const ONE_BY_ONE = Object.values(CAUSE_OF_WAY)
  .map((cause) => `'${cause}'`)
  .join(', ');
const UNKNOWN = '00000000-0000-0000-0000-000000000000';
/** As a verdict is stored. */
const INACTIVATED = CANDIDATE_VERDICTS.indexOf('inactivated');
const list = (columns: string, from: string) =>
  `coalesce((select json_agg(row_to_json(row)) from (select ${columns} from ${from}) row), '[]')`;

/** Changes of statuses: events where they are numbered, which say of a run that waits at first only that it was asked for; and facts. */
const FACTS = `
  select true as numbered, position as place, substring(subject from 12) as execution, data ->> 'previousStatus' as "from",
    coalesce(data ->> 'status', 'queued') as "to"
  from lifecycle_event e where subject ^@ 'executions/' and (data ->> 'status' is not null or type = 'sync.triggered' and not exists (
    select from lifecycle_event o where o.subject = e.subject and o.sequence in (2, 3) and o.data ->> 'status' is not null
      and o.data ->> 'previousStatus' is null))
  union all
  select false, id, facts ->> 'executionId', facts ->> 'from', facts ->> 'to' from event_fact where kind = 'execution'`;

/** One row with all that a snapshot takes from the database, as JSON. */
export const SNAPSHOT = `select json_build_object(
  'controls', json_build_object(
    'engine', coalesce((select state from control where connection_id is null), 'running'),
    'connection', coalesce((select state from control where connection_id is not null), 'running')),
  'executions', ${list(
    `e.id, j.name as job, trigger_id as trigger, lane, status, epoch, (receipt->>'balanced')::boolean as balanced,
     (receipt->>'fetched')::int + coalesce((receipt->>'replayed')::int, 0) as inputs,
     coalesce((receipt->>'fetched')::int = 0 and reason->>'kind' = 'all_failed', false) as "hasOnlyReplayed",
     next_attempt_at is not null as "isDue", e.status = 'queued' and exists (
       select from job_revision r cross join lateral jsonb_array_elements_text(r.definition::jsonb->'dependsOn') d(id)
       where r.job_id = e.job_id and coalesce((
         select o.status in ('cancelled', 'failed', 'timed_out') from execution o
         where o.job_id = d.id::uuid and o.lane = 'bulk' order by o.id desc limit 1), true)) as "isWaiting", case when plan->>'kind' <> 'preview' then plan->>'planId' end as follows,
     e.scope->>'kind' as scope, coalesce(e.plan->>'kind' = 'preview', false) as "isPreview",
     least(e.started_at, (select p.created_at from plan p where p.id = (e.plan->>'planId')::uuid)) as since`,
    'execution e join job j on j.id = e.job_id order by e.id',
  )},
  'chunks', ${list(
    `id, execution_id as execution, epoch, slice->>'kind' as kind, state, attempt, pages_applied as pages, fetched + replayed as inputs, ${COUNTED} as outcomes, cursor,
     lease_until as "leaseUntil", doubt, listed, inactivated, generation`,
    'chunk order by id',
  )},
  'pages', ${list(
    `chunk_id as chunk, page_no as no, attempt, generation, cursor_in as "cursorIn", cursor_out as "cursorOut",
     cardinality(seen) as inputs, ${COUNTED} as outcomes, observed_at as "observedAt", seen::text[] as seen`,
    'page_result order by chunk_id, page_no',
  )},
  'references', ${list(
    `f.external_id as id, f.id::text as reference, s.stream, coalesce(p.data, r.data) as data, r.id::text as record, r.data as "recordData", r.version as "recordVersion", f.observed_at as "observedAt",
     f.inactive_at is not null as inactive, f.content_hash = '${UNKNOWN}' as "isUnread", f.inactive_by as "inactiveBy", f.inactive_cause as cause, f.inactive_at as "inactiveAt", coalesce(r.updated_at, f.observed_at) as "touchedAt", coalesce(f.inactive_cause in (${ONE_BY_ONE}), false) as "goneAlone", (select count(*) from record_change c where c.record_id = f.record_id) as changes,
     (select c.execution_id from record_change c where c.record_id = f.record_id order by c.id desc limit 1) as "changedBy"`,
    `external_reference f join reference_set s on s.id = f.set_id left join record r on r.id = f.record_id
     left join projection p on p.reference_id = f.id where s.rule = '' order by f.id`,
  )},
  'triggers', ${list('t.id, j.name as job, kind, actor, state, retry_of as "retryOf", t.accepted_at as "acceptedAt", case when kind = \'webhook\' then external_ids end as named', 'trigger t join job j on j.id = t.job_id order by t.id')},
  'messages', ${list('event_id as id, state', 'trigger_message where event_id is not null order by id')},
  'deliveries', ${list(
    `id::text, body::json->>'delivery' as name, state, external_ids as "externalIds", trigger_ids as triggers`,
    'webhook_delivery order by id',
  )},
  'watermarks', coalesce((select json_agg(json_build_array(j.name, w.value) order by w.id)
    from watermark_history w join job j on j.id = w.job_id), '[]'),
  'slots', ${list('j.name as job, due_at as "dueAt"', 'schedule_slot s join job j on j.id = s.job_id order by due_at')},
  'facts', ${list('execution, "from", "to"', `(${FACTS}) told order by numbered desc, place`)},
  'pagesTold', (select count(*) from event_fact where kind = 'page') + (select count(*) from lifecycle_event where type = 'batch.processed'),
  'closeOuts', ${list(
    `c.execution_id as execution, c.complete, c.since, c.approval_id is not null as granted,
     greatest(floor(c.active * (d.ceiling->>'percent')::int / 100.0), (d.ceiling->>'records')::int,
       (select (p.summary::jsonb #>> '{counts,inactive_candidate}')::int from plan p
        where p.id = (e.plan->>'planId')::uuid and p.state in ('approved', 'carried_out') and p.decided_by is not null)
     ) as ceiling,
     (select count(*) from external_reference f join reference_set s on s.id = f.set_id and s.rule = '' where f.inactive_by = c.execution_id and f.inactive_at is not null
       and f.inactive_cause not in (${ONE_BY_ONE}))
       as inactivated`,
    `close_out c join execution e on e.id = c.execution_id cross join lateral (
       select definition->'deleteCeiling' as ceiling from job_revision r
       where r.job_id = e.job_id and r.revision = e.job_revision) d order by c.execution_id`,
  )},
  'plans', ${list('p.id, j.name as job, p.state, p.expires_at as "expiresAt"', 'plan p join job j on j.id = p.job_id order by p.id')},
  'approvals', coalesce((select json_agg(id order by id) from approval where state = 'waiting'), '[]'),
  'failing', coalesce((select json_agg(coalesce(external_id, raw::jsonb->>'id')) from failure
    where state in ('retrying', 'dead')), '[]'),
  'openFailures', ${list(
    'external_id as id, observed_at as "observedAt"',
    `failure where state in ('retrying', 'dead') and external_id is not null and code <> 'record.id_taken' order by id`,
  )},
  'kept', ${list(
    'p.execution_id as execution, i.id::text as reference',
    `close_out_page p cross join unnest(p.reference_ids, p.verdicts) as i(id, verdict)
     where i.verdict <> ${INACTIVATED}`,
  )},
  'parked', coalesce((select json_agg(distinct reference_id::text) from announced_deletion), '[]'),
  'needsAttention', (select exists (select from connection where status = 'needs_attention')),
  'groupMembers', ${list(
    `m.run_id as run, m.job_id as "jobId", m.trigger_id as "triggerId", e.id as "executionId", e.status,
     array(select jsonb_array_elements_text(coalesce(v.definition::jsonb->'dependsOn', '[]'))) as "dependsOn"`,
    `group_run_job m join job j on j.id = m.job_id
     join job_revision v on v.job_id = j.id and v.revision = j.revision
     left join trigger t on t.id = m.trigger_id left join execution e on e.id = t.execution_id
     where m.run_id = (select max(id::text)::uuid from group_run)
       and not coalesce(t.state = 'skipped' and t.execution_id is null and j.removed_at is not null, false)
     order by m.job_id`,
  )},
  'removals', ${list('name as job, stream, detaching, settled', 'job where removed_at is not null')},
  ${joinedPairs(list)},
  ${matchedPairs(list)},
  'untold', json_build_object('facts', (select count(*) from event_fact), 'isUnpublished',
    coalesce((select position from event_cursor where name = 'numbered' limit 1), 0)
      > coalesce((select position from event_cursor where name = 'published' limit 1), 0)),
  'unpublished', (select count(*) from outbox)) as snapshot`;
