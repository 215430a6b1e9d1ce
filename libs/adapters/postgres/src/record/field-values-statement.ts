import { runOf } from './run-of.js';

const JOB_OF_STEP = `case when j.id is null then null
  else json_build_object('id', j.id, 'name', j.name, 'revision', e.job_revision) end as job`;

/**
 * $1 record id, $2 tenant, $3 path of the field, $4 the step to begin before or null, $5 how many. The values that a field had, the newest
 * first: what it was is told by before-images, each beside the change that follows. `docs/records.md` asks the same in a form for people.
 */
export const FIELD_VALUES = `
  with asked as (select r.id, r.data, r.created_at from record r where r.id = $1 and r.tenant_id = $2),
  changes as (
    select c.*, lead(c.data_before) over (order by c.id) as data_after from asked a join record_change c on c.record_id = a.id),
  steps as (
    select 0::bigint as step, a.created_at as at, 1 as version,
      (select n.execution_id from record_creation n where n.record_ids @> a.id and n.tenant_id = $2 order by n.id limit 1) as execution_id,
      null::bigint[] as merge_ids, null::bigint as undone_merge_id, null::text as actor, null::text as action, '[]'::jsonb as said_by,
      coalesce(f.data_before, a.data) as data
    from asked a left join lateral (select c.* from changes c order by c.id limit 1) f on true
    -- Of an older journal only the latest changes are left: since when it was so is not known.
    where coalesce(f.version_before = 1, true)
    union all
    select c.id, c.changed_at, c.version_before + 1, c.execution_id, c.merge_ids, c.undone_merge_id, c.actor, c.action,
      coalesce(c.said_by -> ($3::text[])[1], case when c.reference_id is null then '[]' else jsonb_build_array(c.reference_id) end),
      coalesce(c.data_after, a.data)
    from asked a cross join changes c),
  told as (
    select s.*, s.data #> $3::text[] as value, lag(s.data #> $3::text[]) over w as before,
      s.data = 'null' as erased, lag(s.data = 'null') over w as erased_before, row_number() over w as nth
    from steps s window w as (order by s.step))
  select t.step::text, t.at, t.version, t.execution_id, t.merge_ids, t.undone_merge_id, t.actor, t.action, t.value, t.value is not null as has, t.erased, ${JOB_OF_STEP},
    coalesce((select json_agg(json_build_object('connection', n.name, 'stream', s.stream, 'externalId', x.external_id, 'rule', nullif(s.rule, '')) order by x.id)
      from jsonb_array_elements_text(t.said_by) i(id)
      join external_reference x on x.id = i.id::bigint
      join reference_set s on s.id = x.set_id join connection n on n.id = s.connection_id), '[]') as sources
  from told t left join lateral ${runOf('t.execution_id')} e on true left join job j on j.id = e.job_id
  where (t.nth = 1 or t.value is distinct from t.before or t.erased is distinct from t.erased_before)
    and ($4::bigint is null or t.step < $4::bigint)
  order by t.step desc limit $5`;
