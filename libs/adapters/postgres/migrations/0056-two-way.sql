-- safe while the previous release runs

-- Of a job that goes both ways: what both sides last agreed on, in the shape of the local record, of those that are not known to be equal.
-- There what was sent follows from it.
alter table reference_base
  alter column sent drop not null,
  add column agreed json;

-- Of a job that goes both ways: what is agreed on once the provider has taken it.
alter table push_intent add column agreed json;
create index push_intent_moved on push_intent (chunk_id) where result ->> 'kind' = 'moved';

create index job_both_ways on job (connection_id, stream, record_type) where direction = 'bidirectional' and removed_at is null;

-- Before the first change of a record that a job did not make itself, its sides are equal: what it held is what they agreed on. A base that is there stays.
create function capture_bases() returns trigger language plpgsql security definer set search_path = evenkeel, pg_temp as $$
begin
  if not exists (select from job where direction = 'bidirectional' and removed_at is null) then return null; end if;
  insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
    select e.id, o.tenant_id, json_build_object('mappingRevision', j.revision, 'local', o.data, 'remote', o.data,
      'unread', '[]'::json, 'unknown', '[]'::json, 'contested', '[]'::json), t.now
    from before o join after n using (id)
    join job j on j.tenant_id = n.tenant_id and j.record_type = n.record_type and j.direction = 'bidirectional' and j.removed_at is null
    join reference_set s on s.connection_id = j.connection_id and s.stream = j.stream and s.record_type = j.record_type and s.rule = ''
    join external_reference e on e.record_id = n.id and e.set_id = s.id
    cross join (select engine_now() as now) t
    where n.merged_into is null and o.merged_into is null
      and ((n.inactive_at is null) <> (o.inactive_at is null) or n.version <> o.version and n.data::text <> o.data::text)
      and j.id::text is distinct from current_setting('evenkeel.cause_job', true)
    order by e.id
    on conflict (reference_id) do nothing;
  return null;
end $$;
create trigger record_bases after update on record referencing old table as before new table as after
  for each statement execute function capture_bases();
alter table record enable always trigger record_bases;
