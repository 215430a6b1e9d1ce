-- safe while the previous release runs

-- The references of a record are found by its index alone: where the table has grown since it was last analysed, all references of the set were read as well, for each record.
-- A session keeps the plan that it makes for its first statement: from one row an inner join of both transition tables would be a loop over all of them for each row of a
-- later bulk statement. A full join cannot be one. What is joined to it goes by indexes, whatever the number of rows.
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
    join job j on j.tenant_id = c.tenant_id and j.record_type = c.record_type and j.direction = 'bidirectional' and j.removed_at is null
    join reference_set s on s.connection_id = j.connection_id and s.stream = j.stream and s.record_type = j.record_type and s.rule = ''
    join external_reference e on e.record_id = c.id and e.set_id + 0 = s.id
    cross join (select engine_now() as now) t
    where j.id::text is distinct from current_setting('evenkeel.cause_job', true)
    order by e.id
    on conflict (reference_id) do nothing;
  return null;
end $$;
