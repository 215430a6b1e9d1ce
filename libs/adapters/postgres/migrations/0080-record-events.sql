-- safe while the previous release runs

-- Tells of each record that a statement wrote, in runs of jobs that ask for it. The rows are at hand anyway, for local changes: where
-- nothing is to be told, a statement costs the look at a setting.
create function keep_record_facts() returns trigger language plpgsql set search_path = evenkeel, pg_temp as $$
declare
  run uuid := nullif(current_setting('evenkeel.tells_records', true), '');
begin
  if run is null then return null; end if;
  if tg_op = 'INSERT' then
    insert into event_fact (tenant_id, kind, facts)
    select a.tenant_id, 'record', e.facts || jsonb_build_object('recordId', a.id::text, 'recordType', a.record_type, 'version', a.version,
      'change', 'created', 'fields', (select coalesce(jsonb_agg(f order by f), '[]') from jsonb_object_keys(a.data) f))
    from (select execution_facts(x) as facts from execution x where x.id = run offset 0) e cross join written a
    order by a.id;
  else
    insert into event_fact (tenant_id, kind, facts)
    select a.tenant_id, 'record', e.facts || jsonb_build_object('recordId', a.id::text, 'recordType', a.record_type, 'version', a.version,
      'change', case when a.inactive_at is not null and b.inactive_at is null
          or a.merged_into is not null and b.merged_into is null then 'inactivated' else 'updated' end,
      'fields', (select coalesce(jsonb_agg(f order by f), '[]') from (
        select f from jsonb_object_keys(a.data || b.data) f where a.data -> f is distinct from b.data -> f) c))
    from (select execution_facts(x) as facts from execution x where x.id = run offset 0) e
    cross join written a join before b on b.id = a.id
    where a.data <> b.data or (a.inactive_at is null) <> (b.inactive_at is null) or a.merged_into is distinct from b.merged_into
    order by a.id;
  end if;
  return null;
end $$;
create trigger record_created_told after insert on record referencing new table as written
  for each statement execute function keep_record_facts();
create trigger record_updated_told after update on record referencing old table as before new table as written
  for each statement execute function keep_record_facts();
