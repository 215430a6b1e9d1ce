-- safe while the previous release runs

-- What an event tells of the values of changed fields. `hidden` names fields that are not to be told; null: none may be. Values of 8 kB together, as JSON
-- text, are told, of the smallest fields first: events are small, and the rest is read with the record.
create function told_values(hidden jsonb, before jsonb, after jsonb) returns jsonb language sql immutable set search_path = evenkeel, pg_temp as $$
  with changed as (
    select f as name, before -> f as was, after -> f as becomes, hidden is null or hidden ? f as is_hidden,
      octet_length(coalesce((before -> f)::text, '') || coalesce((after -> f)::text, '')) as bytes
    from jsonb_object_keys(before || after) f where before -> f is distinct from after -> f),
  sized as (
    select name, was, becomes,
      not is_hidden and sum(bytes) filter (where not is_hidden) over (order by is_hidden, bytes, name) <= 8192 as is_told
    from changed)
  select jsonb_build_object(
    'values', coalesce(jsonb_object_agg(name, becomes) filter (where is_told and becomes is not null), '{}'),
    'valuesBefore', coalesce(jsonb_object_agg(name, was) filter (where is_told and was is not null), '{}'),
    'fieldsWithoutValue', coalesce(jsonb_agg(name order by name) filter (where not is_told), '[]'))
  from sized
$$;

create or replace function keep_record_facts() returns trigger language plpgsql set search_path = evenkeel, pg_temp as $$
declare
  run uuid := nullif(current_setting('evenkeel.tells_records', true), '');
  -- By record type, the fields whose values are not told; null: values are not told at all.
  hidden jsonb := nullif(current_setting('evenkeel.tells_values', true), '')::jsonb;
begin
  if run is null then return null; end if;
  if tg_op = 'INSERT' then
    insert into event_fact (tenant_id, kind, facts)
    select a.tenant_id, 'record', e.facts || jsonb_build_object('recordId', a.id::text, 'recordType', a.record_type, 'version', a.version,
      'change', 'created', 'fields', (select coalesce(jsonb_agg(f order by f), '[]') from jsonb_object_keys(a.data) f))
      || case when hidden is null then '{}' else told_values(hidden -> a.record_type, '{}', a.data) end
    from (select execution_facts(x) as facts from execution x where x.id = run offset 0) e cross join written a
    order by a.id;
  else
    insert into event_fact (tenant_id, kind, facts)
    select a.tenant_id, 'record', e.facts || jsonb_build_object('recordId', a.id::text, 'recordType', a.record_type, 'version', a.version,
      'change', case when a.inactive_at is not null and b.inactive_at is null
          or a.merged_into is not null and b.merged_into is null then 'inactivated' else 'updated' end,
      'fields', (select coalesce(jsonb_agg(f order by f), '[]') from (
        select f from jsonb_object_keys(a.data || b.data) f where a.data -> f is distinct from b.data -> f) c))
      || case when hidden is null then '{}' else told_values(hidden -> a.record_type, b.data, a.data) end
    from (select execution_facts(x) as facts from execution x where x.id = run offset 0) e
    cross join written a join before b on b.id = a.id
    where a.data <> b.data or (a.inactive_at is null) <> (b.inactive_at is null) or a.merged_into is distinct from b.merged_into
    order by a.id;
  end if;
  return null;
end $$;

-- For erasing what events tell of a record: few events have values.
create index lifecycle_event_values on lifecycle_event ((data ->> 'recordId')) where (data -> 'values') is not null;
