-- safe while the previous release runs

-- What a writing job has to push: the newest change of a record that no push of this job has answered yet. Each job removes only its own
-- rows, and only in the version that it pushed.
create table local_change (
  tenant_id uuid not null,
  job_id uuid not null,
  record_id bigint not null,
  -- Of the record, when the change was captured.
  version int not null,
  -- 'deleted' where the record is not active any more.
  kind text not null check (kind in ('changed', 'deleted')),
  changed_at timestamptz(3) not null default engine_now(),
  primary key (job_id, record_id)
) with (fillfactor = 80);

-- Fields that were last changed here, of records that are, or may become, those of several references: such a record is made anew of what
-- its sources say, and these fields are laid over that. It stays with the record that was changed when that one is merged into another.
create table local_side (
  record_id bigint primary key,
  tenant_id uuid not null,
  -- By top-level field. One that is not there, and is in changed_at, was removed.
  data jsonb not null,
  changed_at jsonb not null
) with (fillfactor = 80);

-- Why a record is inactive, where no reference says it: deleted_locally.
alter table record add column inactive_cause text;

-- Who made a change that no execution made: `sql:` and the role, or who called the API.
alter table record_change
  add column actor text,
  -- What it did; null: an execution, or a merge, changed the data.
  add column action text check (action in ('created', 'changed', 'deleted', 'restored'));

create index job_writing on job (tenant_id, record_type) where direction <> 'inbound' and removed_at is null;

-- Whether the transaction is of a person or an application, and not of the engine. The engine marks its own, also where it carries out an
-- edit that a caller asked for; the previous release does not, and is known by the name of its sessions.
create function is_local_write() returns boolean language sql stable parallel safe as $$
  select case current_setting('evenkeel.engine', true) when 'on' then false when 'off' then true
    else current_setting('application_name') <> 'evenkeel' end
$$;

-- The caller of the API is told by the engine; a role that may not write the journal itself cannot claim to be one.
create function local_actor() returns text language sql stable as $$
  select case when has_table_privilege(session_user, 'evenkeel.record_change', 'insert')
    then coalesce(nullif(current_setting('evenkeel.actor', true), ''), 'sql:' || session_user)
    else 'sql:' || session_user end
$$;

create function refuse_truncate() returns trigger language plpgsql as $$
begin
  if evenkeel.is_local_write() then
    raise exception 'Records cannot be truncated: nothing would tell the jobs that write them to a provider'
      using errcode = 'feature_not_supported',
        hint = 'DELETE the records that are to go; each is kept as an inactive one.';
  end if;
  return null;
end $$;
create trigger record_truncate before truncate on record for each statement execute function refuse_truncate();

create function refuse_kept_columns() returns trigger language plpgsql as $$
begin
  if evenkeel.is_local_write() then
    raise exception 'Evenkeel keeps id, tenant_id, record_type, version, created_at and merged_into of a record itself'
      using errcode = 'feature_not_supported',
        hint = 'Change data, or inactive_at; the version follows.';
  end if;
  return null;
end $$;
create trigger record_kept_columns before update of id, tenant_id, record_type, version, created_at, merged_into on record
  for each statement execute function refuse_kept_columns();

create function refuse_merged(id bigint, survivor bigint) returns void language plpgsql as $$
begin
  raise exception 'Record % is part of record % and cannot be written: write record %', id, survivor, survivor
    using errcode = 'object_not_in_prerequisite_state',
      hint = format('Part them first where they are two: evenkeel matches merges --record %s', survivor);
end $$;

-- A local edit: the version goes up by one, whatever way it is made.
create function edit_record() returns trigger language plpgsql as $$
begin
  if old.merged_into is not null then perform evenkeel.refuse_merged(old.id, old.merged_into); end if;
  if jsonb_typeof(new.data) <> 'object' then
    raise exception 'The data of a record is a JSON object, not %', jsonb_typeof(new.data) using errcode = 'check_violation';
  end if;
  -- What changes nothing is no change.
  if new.data = old.data and new.data::text = old.data::text and (new.inactive_at is null) = (old.inactive_at is null) then
    new.inactive_at := old.inactive_at;
    return new;
  end if;
  new.version := old.version + 1;
  new.updated_at := coalesce(nullif(current_setting('evenkeel.now', true), '')::timestamptz, clock_timestamp());
  if new.inactive_at is null then new.inactive_cause := null;
  elsif old.inactive_at is null then
    new.inactive_at := new.updated_at;
    new.inactive_cause := 'deleted_locally';
  end if;
  return new;
end $$;
-- Of what the engine writes nearly all differs in its version: that is asked first, for it costs least.
create trigger record_edit before update on record for each row
  when (new.version = old.version and is_local_write()) execute function edit_record();

-- References go on pointing at a record that is deleted here: it stays, as an inactive one.
create function keep_tombstone() returns trigger language plpgsql as $$
begin
  if old.merged_into is not null then perform evenkeel.refuse_merged(old.id, old.merged_into); end if;
  if old.inactive_at is null then
    update evenkeel.record set inactive_at = evenkeel.engine_now() where id = old.id;
  end if;
  return null;
end $$;
create trigger record_delete before delete on record for each row when (is_local_write()) execute function keep_tombstone();

-- Every change of the data of a record, or of whether it is active, is pending for every writing job of its type but the one whose reading
-- or answer caused it.
create function capture_inserted() returns trigger language plpgsql security definer set search_path = evenkeel, pg_temp as $$
begin
  if is_local_write() then
    if exists (select from inserted n where n.merged_into is not null or jsonb_typeof(n.data) <> 'object') then
      raise exception 'The data of a new record is a JSON object, and it is part of no other record' using errcode = 'check_violation';
    end if;
    insert into record_change (record_id, version_before, data_before, changed_at, actor, action)
      select n.id, 0, '{}', t.now, t.actor, 'created' from inserted n cross join (select engine_now() as now, local_actor() as actor) t;
  end if;
  if not exists (select from job where direction <> 'inbound' and removed_at is null) then return null; end if;
  insert into local_change (tenant_id, job_id, record_id, version, kind, changed_at)
    select n.tenant_id, j.id, n.id, n.version, case when n.inactive_at is null then 'changed' else 'deleted' end, t.now
    from inserted n
    join job j on j.tenant_id = n.tenant_id and j.record_type = n.record_type and j.direction <> 'inbound' and j.removed_at is null
    cross join (select engine_now() as now) t
    where j.id::text is distinct from current_setting('evenkeel.cause_job', true)
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at;
  return null;
end $$;
create trigger record_inserted after insert on record referencing new table as inserted
  for each statement execute function capture_inserted();

-- Which writing jobs are told of a change of records of a type: all but its cause.
create function told_jobs() returns table (job_id uuid, tenant_id uuid, record_type text)
  language sql stable rows 3 as $$
  select j.id, j.tenant_id, j.record_type from evenkeel.job j
  where j.direction <> 'inbound' and j.removed_at is null and j.id::text is distinct from current_setting('evenkeel.cause_job', true)
$$;

-- Fields of records whose sources may make them anew. Few installations have such records.
create function keep_local_side(edited bigint, tenant uuid, type_name text, was jsonb, is_now jsonb) returns void
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
      or exists (select from external_reference r where r.record_id = edited and r.shares_record))
    on conflict (record_id) do update set
      data = (s.data - array(select jsonb_object_keys(excluded.changed_at))) || excluded.data,
      changed_at = s.changed_at || excluded.changed_at
$$;

-- A full join cannot be planned as a loop, and stays one where no condition is strict: the plan that a session keeps from one row has to do
-- for a hundred thousand.
create function capture_updated() returns trigger language plpgsql security definer set search_path = evenkeel, pg_temp as $$
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
    if exists (select from projection) or exists (select from record_type_revision v where v.match is not null) then
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
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at;
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
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at;
  return null;
end $$;
create trigger record_updated after update on record referencing old table as before new table as after
  for each statement execute function capture_updated();

-- Also where triggers are switched off for a session.
alter table record enable always trigger record_truncate;
alter table record enable always trigger record_kept_columns;
alter table record enable always trigger record_edit;
alter table record enable always trigger record_delete;
alter table record enable always trigger record_inserted;
alter table record enable always trigger record_updated;
