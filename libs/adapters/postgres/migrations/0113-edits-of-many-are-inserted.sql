-- safe while the previous release runs

create or replace function capture_updated() returns trigger language plpgsql security definer
  set search_path = evenkeel, pg_temp set work_mem = '64MB' set enable_mergejoin = off as $$
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
  -- An edit of many mostly finds nothing pending. To look for each whether it is there, and to take it so that another session may come first, is a third of what
  -- capturing it costs: so it is just inserted. Where a push leaves one behind at the same time, they are looked for after all.
  if is_local and not exists (
    select from told_jobs() j cross join lateral (select from local_change c where c.job_id = j.job_id limit 1) c
    cross join lateral (select from after n where n.tenant_id = j.tenant_id and n.record_type = j.record_type limit 1) n) then
    begin
      insert into local_change (tenant_id, job_id, record_id, version, kind, changed_at)
        select n.tenant_id, j.job_id, n.id, n.version, case when n.inactive_at is null then 'changed' else 'deleted' end, made_at
        from (
          select n.id, n.tenant_id, n.record_type, n.version, n.inactive_at from before o full join after n on n.id = o.id
          where n.merged_into is null and o.merged_into is null
            and ((n.inactive_at is null) <> (o.inactive_at is null) or n.version is distinct from o.version)
          offset 0) n
        join told_jobs() j on j.tenant_id = n.tenant_id and j.record_type = n.record_type;
      return null;
    exception when unique_violation then null;
    end;
  end if;
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
