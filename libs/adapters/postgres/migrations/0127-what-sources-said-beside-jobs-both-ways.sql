-- safe while the previous release runs

-- What a source was known to say of a record is kept where a job that goes both ways may change that record too: of what it says next only what it changed is taken over.
-- What shares its record has a projection for that.
create or replace function capture_bases() returns trigger language plpgsql security definer
  set search_path = evenkeel, pg_temp set work_mem = '64MB' set enable_mergejoin = off as $$
begin
  if not exists (select from job where direction = 'bidirectional' and removed_at is null) then return null; end if;
  insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
    select e.id, c.tenant_id, json_build_object('mappingRevision', j.revision, 'local', c.data, 'remote', c.data,
      'unread', '[]'::json, 'unknown', '[]'::json, 'contested', '[]'::json), t.now
    from (
      select n.id, o.tenant_id, n.record_type, o.data from before o full join after n on n.id = o.id
      where n.merged_into is null and o.merged_into is null
        and ((n.inactive_at is null) <> (o.inactive_at is null) or n.version <> o.version and n.data::text <> o.data::text)
      offset 0) c
    join job j on j.tenant_id = c.tenant_id and j.record_type = c.record_type and j.direction <> 'outbound' and j.removed_at is null
    join reference_set s on s.connection_id = j.connection_id and s.stream = j.stream and s.record_type = j.record_type and s.rule = ''
    join external_reference e on e.record_id = c.id and e.set_id + 0 = s.id
    cross join (select engine_now() as now) t
    where j.id::text is distinct from current_setting('evenkeel.cause_job', true)
      and (j.direction = 'bidirectional' or not e.shares_record and exists (
        select from job b where b.tenant_id = j.tenant_id and b.record_type = j.record_type and b.direction = 'bidirectional' and b.removed_at is null))
    order by e.id
    on conflict (reference_id) do nothing;
  return null;
end $$;

-- As long as no job of the type goes both ways nothing keeps these true.
create function forget_said_of_sources() returns trigger language plpgsql security definer set search_path = evenkeel, pg_temp as $$
begin
  if exists (select from job b where b.tenant_id = new.tenant_id and b.record_type = new.record_type and b.direction = 'bidirectional'
    and b.removed_at is null and b.id <> new.id) then return null; end if;
  delete from reference_base b using external_reference e, reference_set s, job j
    where b.reference_id = e.id and e.set_id = s.id and s.tenant_id = new.tenant_id and s.record_type = new.record_type and s.rule = ''
      and j.tenant_id = s.tenant_id and j.connection_id = s.connection_id and j.stream = s.stream and j.record_type = s.record_type
      and j.direction = 'inbound';
  return null;
end $$;
create trigger job_goes_both_ways after insert on job
  for each row when (new.direction = 'bidirectional') execute function forget_said_of_sources();
