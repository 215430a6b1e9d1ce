-- safe while the previous release runs

-- What was edited of a derived record is kept as its local side, too: the next change of its parent writes over what the parent says, and over nothing else.
create or replace function keep_local_side(edited bigint, tenant uuid, type_name text, was jsonb, is_now jsonb) returns void
  language sql set search_path = evenkeel, pg_temp as $$
  insert into local_side as s (record_id, tenant_id, data, changed_at)
    select edited, tenant, f.data, f.changed_at from (
      select coalesce(jsonb_object_agg(k.field, is_now -> k.field) filter (where is_now ? k.field), '{}') as data,
        jsonb_object_agg(k.field, to_char(t.now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as changed_at
      from (select jsonb_object_keys(was || is_now) as field) k cross join (select engine_now() as now) t
      where (was -> k.field)::text is distinct from (is_now -> k.field)::text) f
    where f.changed_at is not null and (
      exists (select from record_type t join record_type_revision v on v.record_type_id = t.id and v.revision = t.revision
        where t.tenant_id = tenant and t.name = type_name and v.match is not null)
      or exists (select from external_reference r where r.record_id = edited
        and (r.shares_record or exists (select from reference_set d where d.id = r.set_id and d.rule <> ''))))
    on conflict (record_id) do update set
      data = (s.data - array(select jsonb_object_keys(excluded.changed_at))) || excluded.data,
      changed_at = s.changed_at || excluded.changed_at
$$;

create or replace function capture_updated() returns trigger language plpgsql security definer
  set search_path = evenkeel, pg_temp set work_mem = '64MB' as $$
declare
  is_local constant boolean := is_local_write();
  made_at constant timestamptz := engine_now();
  made_by text;
begin
  if is_local then
    made_by := local_actor();
    insert into record_change (record_id, version_before, data_before, changed_at, actor, action)
      select o.id, o.version, o.data, made_at, made_by,
        case when (n.inactive_at is null) = (o.inactive_at is null) then 'changed' when n.inactive_at is null then 'restored' else 'deleted' end
      from before o full join after n on n.id = o.id where n.version is distinct from o.version;
    if exists (select from projection) or exists (select from record_type_revision v where v.match is not null)
      or exists (select from reference_set s where s.rule <> '') then
      perform keep_local_side(n.id, n.tenant_id, n.record_type, o.data, n.data)
        from before o full join after n on n.id = o.id where n.version is distinct from o.version;
    end if;
  end if;
  if not exists (select from job where direction <> 'inbound' and removed_at is null) then return null; end if;
  insert into local_change (tenant_id, job_id, record_id, version, kind, changed_at)
    select n.tenant_id, j.job_id, n.id, n.version, case when n.inactive_at is null then 'changed' else 'deleted' end, made_at
    from (
      select n.id, n.tenant_id, n.record_type, n.version, n.inactive_at from before o full join after n on n.id = o.id
      where n.merged_into is null and o.merged_into is null and (
        (n.inactive_at is null) <> (o.inactive_at is null)
        or n.version is distinct from o.version and (is_local or n.data::text is distinct from o.data::text))
      offset 0) n
    join told_jobs() j on j.tenant_id = n.tenant_id and j.record_type = n.record_type
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at,
      asked_at = null, asks = 0;
  -- Only the engine merges and parts.
  if is_local or not (exists (select from after where merged_into is not null) or exists (select from before where merged_into is not null)) then
    return null;
  end if;
  -- A record that became part of another one has nothing to be pushed any more; that one has.
  delete from local_change c using job j, after n
    where c.job_id = j.id and j.tenant_id = n.tenant_id and j.record_type = n.record_type and c.record_id = n.id and n.merged_into is not null;
  insert into local_change (tenant_id, job_id, record_id, version, kind, changed_at)
    select r.tenant_id, j.job_id, r.id, r.version, case when r.inactive_at is null then 'changed' else 'deleted' end, made_at
    from (
      select m.id from (
        select n.id, coalesce(n.merged_into, o.merged_into) as other from before o full join after n on n.id = o.id
        where n.merged_into is distinct from o.merged_into) moved
      cross join lateral (values (moved.id), (moved.other)) as m(id)
      group by m.id) m
    cross join lateral (select * from record r where r.id = m.id and r.merged_into is null limit 1) r
    join told_jobs() j on j.tenant_id = r.tenant_id and j.record_type = r.record_type
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at,
      asked_at = null, asks = 0;
  return null;
end $$;
