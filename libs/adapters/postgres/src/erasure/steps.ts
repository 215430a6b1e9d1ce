import { ERASED, ERASED_HASH } from '@evenkeel/domain';
import { withExpiry } from '../conflict/expire-statement.js';
import { IS_LIVE } from '../conflict/row.js';

/** What stands in the place of a text that may have held a value. */
export const ERASED_TEXT = 'erased';

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * What every statement knows. $1 record ids, $2 reference ids of the record, $3 of derived ones, $4 what it said.
 * `source`: by which ids which jobs read it. `merges`: merges of it, also those that were undone.
 */
export const GIVEN = `with given as (
    select $1::bigint[] as records, $2::bigint[] as own, $3::bigint[] as derived, $2::bigint[] || $3::bigint[] as refs,
      $4::text[] as said),
  source as materialized (
    select distinct e.set_id, e.external_id, s.connection_id, j.id as job_id
    from external_reference e join reference_set s on s.id = e.set_id
    left join job j on j.connection_id = s.connection_id and j.stream = s.stream and j.record_type = s.record_type
    where e.id = any((select own from given)::bigint[])),
  run as materialized (select e.id, e.job_id from execution e where e.job_id in (select job_id from source)),
  merges as materialized (
    select m.* from record_merge m, given g
    where m.survivor_id = any(g.records) or m.absorbed_id = any(g.records) or m.reference_ids && g.own)`;

/** How the rows of one table lose the values: the rows are `t`. A row that has lost them is not found again. */
export interface ErasureStep {
  readonly table: string;
  readonly where: string;
  /** Left out: the rows are deleted. */
  readonly set?: string;
  /** A statement ahead of it. */
  readonly first?: string;
}

const IS_OF_RECORD = 'any((select records from given)::bigint[])';
const IS_OF_REFERENCES = 'any((select refs from given)::bigint[])';
/** Whether a text holds something that the record said. */
const tells = (text: string) =>
  `exists (select from given g, unnest(g.said) as v(said) where position(v.said in ${text}) > 0)`;
const isOfRun = (run: string) =>
  `exists (select from run r join source s on s.job_id = r.job_id where r.id = ${run} and s.external_id = t.external_id)`;
const withoutMessage = (problem: string) =>
  `jsonb_set(${problem}::jsonb, '{message}', '"${ERASED_TEXT}"')::json`;
const hasMessage = (problem: string) => `${problem} ->> 'message' <> '${ERASED_TEXT}'`;

const isEntryOfRecord = `x.entry ->> 'recordId' = any((select records from given)::text[])`;

/** The record itself and what it was. */
const OF_RECORD: readonly ErasureStep[] = [
  {
    table: 'record_change',
    // Also what another record said while it was one with this one.
    where: `t.data_before <> 'null' and (t.record_id = ${IS_OF_RECORD} or exists (
      select from merges m where t.record_id in (m.survivor_id, m.absorbed_id) and t.changed_at >= m.merged_at
        and t.changed_at <= coalesce(m.undone_at, t.changed_at) + interval '1 second'))`,
    set: `data_before = 'null'`,
  },
  {
    table: 'record',
    where: `t.id = ${IS_OF_RECORD} and t.data <> '{}'`,
    first: `insert into record_change (record_id, version_before, data_before, changed_at)
      select t.id, t.version, 'null', engine_now() from record t where t.id = ${IS_OF_RECORD} and t.data <> '{}'`,
    set: `data = '{}', version = t.version + 1, updated_at = engine_now(), inactive_cause = null,
      inactive_at = coalesce(t.inactive_at, engine_now())`,
  },
  {
    table: 'external_reference',
    where: `t.id = ${IS_OF_REFERENCES} and t.inactive_cause is distinct from '${ERASED}'`,
    set: `content_hash = (case when t.id = any((select own from given)::bigint[]) then '${ERASED_HASH}' else '${NIL}' end)::uuid,
      provider_version = null, modified_at = null, observed_at = greatest(t.observed_at, engine_now()),
      inactive_at = coalesce(t.inactive_at, engine_now()), inactive_cause = '${ERASED}', inactive_by = null`,
  },
  { table: 'local_side', where: `t.record_id = ${IS_OF_RECORD}` },
  {
    table: 'push_page',
    where: `exists (select from json_array_elements(t.entries) as x(entry)
      where ${isEntryOfRecord} and x.entry #>> '{problem,message}' <> '${ERASED_TEXT}')`,
    set: `entries = (select json_agg(case when ${isEntryOfRecord} and x.entry ->> 'problem' is not null
        then jsonb_set(x.entry::jsonb, '{problem,message}', '"${ERASED_TEXT}"')::json else x.entry end order by x.place)
      from json_array_elements(t.entries) with ordinality as x(entry, place))`,
  },
  { table: 'flip_flop', where: `t.reference_id = ${IS_OF_REFERENCES} or t.record_id = ${IS_OF_RECORD}` },
  { table: 'reference_base', where: `t.reference_id = ${IS_OF_REFERENCES}` },
  {
    table: 'push_intent',
    // One that may have been taken stays, so that it is settled.
    where: `t.record_id = ${IS_OF_RECORD} and (t.data::text <> '{}' or t.sent::text <> '{}' or t.result is not null)`,
    set: `data = '{}', sent = '{}', agreed = null, decided_on = null, whole = null, result = case when t.result is null then null else json_build_object(
        'kind', t.result ->> 'kind', 'externalId', t.result ->> 'externalId', 'version', null, 'modifiedAt', null, 'record', null,
        'token', t.result ->> 'token', 'isApplied', t.result ->> 'isApplied',
        'problem', json_build_object('code', t.result #>> '{problem,code}', 'errorClass', t.result #>> '{problem,errorClass}',
          'remedy', t.result #>> '{problem,remedy}', 'message', '${ERASED_TEXT}')) end,
      state = case when t.state = 'planned' then 'applied' else t.state end`,
  },
  {
    table: 'conflict',
    where: `t.record_id = ${IS_OF_RECORD} and t.fields::text <> '[]'`,
    set: `fields = '[]', decision = null, proposal = null, remote_version = null, resolved_at = coalesce(t.resolved_at, engine_now()),
      state = case when ${IS_LIVE} then 'expired' else t.state end, changed_at = engine_now(),
      revision = t.revision + case when ${IS_LIVE} then 1 else 0 end,
      history = (select coalesce(json_agg(h.event::jsonb || '{"reason": null}' order by h.place), '[]') from json_array_elements(
        case when ${IS_LIVE} then ${withExpiry('t')} else t.history end) with ordinality as h(event, place))`,
  },
  { table: 'projection', where: `t.reference_id = ${IS_OF_REFERENCES} or t.record_id = ${IS_OF_RECORD}` },
];

/** What was made of it to recognise it, and what that led to. */
const OF_MATCHES: readonly ErasureStep[] = [
  {
    table: 'record_merge',
    where: `t.id in (select id from merges) and (t.survivor_before <> '{}' or t.absorbed_before <> '{}')`,
    set: `survivor_before = '{}', absorbed_before = case when t.absorbed_before is null then null else '{}'::jsonb end`,
  },
  { table: 'match_key', where: `t.reference_id = ${IS_OF_REFERENCES}` },
  {
    table: 'kept_apart',
    where: `t.key <> '${NIL}' and exists (select from source s
      where (s.set_id, s.external_id) in ((t.set_id, t.external_id), (t.other_set_id, t.other_external_id)))`,
    // That they are kept apart stays, by their ids.
    first: `insert into kept_apart (tenant_id, set_id, external_id, other_set_id, other_external_id, key, actor, decided_at)
      select t.tenant_id, t.set_id, t.external_id, t.other_set_id, t.other_external_id, '${NIL}', t.actor, t.decided_at
      from kept_apart t join source s on (s.set_id, s.external_id) in
        ((t.set_id, t.external_id), (t.other_set_id, t.other_external_id))
      on conflict do nothing`,
  },
  {
    table: 'match_review',
    where: `t.state = 'open' and (t.one_id = ${IS_OF_RECORD} or t.other_id = ${IS_OF_RECORD})`,
    set: `state = 'closed', decided_at = engine_now()`,
  },
];

/** What runs kept of it. */
const OF_RUNS: readonly ErasureStep[] = [
  {
    table: 'failure',
    where: `t.message <> '${ERASED_TEXT}' and exists (select from source s where s.job_id = t.job_id
      and (t.external_id = s.external_id or t.key in ('id:' || s.external_id, 'twin:' || s.external_id)))
      or t.message <> '${ERASED_TEXT}' and t.key in (select 'record:' || r.id from given g, unnest(g.records) as r(id))`,
    set: `raw = null, mapped = null, payload_digest = null, provider_version = null, modified_at = null, history = '[]',
      message = '${ERASED_TEXT}', pattern = '${ERASED_TEXT}', group_key = '${ERASED_TEXT}', waits_for_set = null,
      waits_for_id = null, waits_as = null, closed_at = coalesce(t.closed_at, engine_now()),
      state = case when t.state in ('retrying', 'dead', 'parked') then 'discarded' else t.state end`,
  },
  {
    table: 'outcome',
    where: `${isOfRun('t.execution_id')} and (t.raw is not null or ${hasMessage('t.problem')})`,
    set: `raw = null, problem = case when t.problem is null then null else ${withoutMessage('t.problem')} end`,
  },
  {
    table: 'execution_error',
    where: `t.message <> '${ERASED_TEXT}' and (${isOfRun('t.execution_id')}
      or (t.execution_id in (select id from run) and ${tells('t.message')}))`,
    set: `message = '${ERASED_TEXT}'`,
  },
  {
    table: 'plan_change',
    where: `(t.fields::text <> '[]' or ${hasMessage('t.problem')}) and exists (select from plan p
      join source s on s.job_id = p.job_id where p.id = t.plan_id and s.external_id = t.external_id)`,
    set: `fields = '[]', problem = case when t.problem is null then null else ${withoutMessage('t.problem')} end`,
  },
  {
    table: 'execution',
    where: `t.id in (select id from run) and ${hasMessage('t.reason')} and ${tells(`(t.reason ->> 'message')`)}`,
    set: `reason = ${withoutMessage('t.reason')}`,
  },
  {
    table: 'chunk',
    where: `t.execution_id in (select id from run) and ${hasMessage('t.problem')} and ${tells(`(t.problem ->> 'message')`)}`,
    set: `problem = ${withoutMessage('t.problem')}`,
  },
];

/** What came over the wire and is kept for a while. */
const OF_TRAFFIC: readonly ErasureStep[] = [
  { table: 'kept_answer', where: 't.connection_id in (select connection_id from source)' },
  {
    table: 'page_spill',
    // No run that is under way can refer to what was kept before it began.
    where: `exists (select from source) and t.kept_at < coalesce((select min(coalesce(e.started_at, e.requested_at))
      from execution e where e.finished_at is null), 'infinity')`,
  },
  {
    table: 'webhook_delivery',
    where: `t.body <> '' and t.endpoint_id in (select w.id from webhook_endpoint w join source s using (connection_id))
      and (t.external_ids && array(select external_id from source) or ${tells('t.body')})`,
    set: `body = ''`,
  },
  {
    table: 'stuck_message',
    where: `t.payload <> '' and t.key in (select c.id::text from chunk c join run r on r.id = c.execution_id)`,
    set: `payload = '', error = '${ERASED_TEXT}'`,
  },
  {
    table: 'connection',
    where: `t.id in (select connection_id from source) and ${tells('t.status_reason')}`,
    set: `status_reason = '${ERASED_TEXT}'`,
  },
];

/** Every table that can hold values of a record, in the order in which they lose them. `values-of-records.spec.ts` walks the schema. */
/** That an event was told stays, with the names of its fields. */
const withoutValues = (data: string) =>
  `(${data}::jsonb - 'values' - 'valuesBefore' || jsonb_build_object('fieldsWithoutValue', ${data} -> 'fields'))::json`;
// Events of a record hold what another said while it was one with this one.
const tellsOf = (data: string) => `(${data} -> 'values') is not null and ${data} ->> 'recordId' in (
  select r.id from given g, unnest(g.records::text[]) as r(id)
  union select i.id::text from merges m, unnest(array[m.survivor_id, m.absorbed_id]) as i(id))`;

/** What events tell of it. Facts go first: one that is made an event meanwhile is waited for, and found among the events then. */
const OF_EVENTS: readonly ErasureStep[] = [
  {
    table: 'event_fact',
    where: `t.kind = 'record' and ${tellsOf('t.facts')}`,
    set: `facts = ${withoutValues('t.facts')}`,
  },
  { table: 'lifecycle_event', where: tellsOf('t.data'), set: `data = ${withoutValues('t.data')}` },
];

export const ERASURE_STEPS: readonly ErasureStep[] = [
  ...OF_RECORD,
  ...OF_MATCHES,
  ...OF_RUNS,
  ...OF_EVENTS,
  ...OF_TRAFFIC,
];
