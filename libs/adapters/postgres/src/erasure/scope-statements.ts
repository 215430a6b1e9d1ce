/** $1 a record, $2 its tenant: the jobs `j` that bring it, or make it of parts of what they bring. */
export const JOBS_OF_RECORD = `j.tenant_id = $2 and exists (
  select from external_reference e join reference_set s on s.id = e.set_id
  where e.record_id = $1 and s.connection_id = j.connection_id and s.stream = j.stream
    and j.record_type = case when s.rule = '' then s.record_type else s.parent_type end)`;

/** $1 a record, $2 its tenant: active records of whose parts it is made. */
export const PARENTS_OF_RECORD = `
  select distinct p.id::text as id
  from external_reference e
  join record_link l on l.to_set = e.set_id and l.to_external_id = e.external_id and l.derived and l.ended_at is null
  join external_reference f on f.id = l.from_reference and f.inactive_at is null
  join record p on p.id = f.record_id
  where e.record_id = $1 and p.tenant_id = $2 and p.id <> $1 order by 1`;

/**
 * $1 a record, $2 its tenant. A derived record goes with it where no reference of another record has it. Shorter texts and numbers
 * stand in too many messages to say whose they are.
 */
export const SCOPE_OF_RECORD = `
  with recursive merged as (
    select id from record where id = $1 and tenant_id = $2
    union select r.id from merged m join record r on r.merged_into = m.id),
  own as materialized (select e.id from external_reference e where e.record_id in (select id from merged)),
  derived as (
    select id as reference_id, null::bigint as record_id from own
    union
    select e.id, e.record_id from derived d
    join record_link l on l.from_reference = d.reference_id and l.derived
    join external_reference e on e.set_id = l.to_set and e.external_id = l.to_external_id
    where e.record_id not in (select id from merged) and not exists (
      select from record_link o join external_reference f on f.id = o.from_reference
      where o.to_set = l.to_set and o.to_external_id = l.to_external_id and o.derived and o.ended_at is null
        and o.from_reference <> d.reference_id and o.from_reference not in (select id from own)
        and f.inactive_at is null)
      and not exists (select from external_reference f where f.record_id = e.record_id and f.id <> e.id)),
  records as materialized (
    select id from merged union select record_id from derived where record_id is not null),
  held as (
    select data as value from record where id in (select id from records)
    union all select data_before from record_change where record_id in (select id from records)
    union all select data from projection where record_id in (select id from records)
    union all select data from local_side where record_id in (select id from records)),
  said as (
    select distinct v #>> '{}' as text from held, jsonb_path_query(value, 'strict $.**') as v
    where jsonb_typeof(v) in ('string', 'number') and length(v #>> '{}') between 5 and 200)
  select array(select id::text from records) as "recordIds", array(select id::text from own) as "referenceIds",
    array(select reference_id::text from derived where record_id is not null) as "derivedIds",
    array(select text from said) as said`;
