-- safe while the previous release runs

-- The job that would write over an edit of a record of this type, where no job tells a provider of it; null: such records may be edited.
create function job_that_overwrites(tenant uuid, type_name text) returns text language sql stable as $$
  select j.name from evenkeel.job j
  where j.tenant_id = tenant and j.removed_at is null and j.direction <> 'outbound'
    and (j.record_type = type_name or exists (
      select from evenkeel.job_revision d where d.job_id = j.id and d.revision = j.revision
        and d.definition -> 'derive' @> jsonb_build_array(jsonb_build_object('recordType', type_name))))
    and not exists (select from evenkeel.job w where w.tenant_id = tenant and w.record_type = type_name
      and w.removed_at is null and w.direction <> 'inbound')
  order by j.name limit 1
$$;

-- A value of a column, as JSON, as the record has it. `kind`: of the column; `stored`: what is there now.
create function record_value(kind text, given jsonb, stored jsonb) returns jsonb language plpgsql stable as $$
declare
  moment timestamptz;
begin
  if given is null or given = 'null' then return 'null'; end if;
  case kind
    when 'timestamp' then
      moment := (given #>> '{}')::timestamptz;
      if not isfinite(moment) then raise exception 'A time of a record is not infinite' using errcode = 'datetime_field_overflow'; end if;
      return to_jsonb(to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        || rtrim(rtrim(to_char(moment, '.US'), '0'), '.') || 'Z');
    when 'date' then
      if not isfinite((given #>> '{}')::date) then raise exception 'A date of a record is not infinite' using errcode = 'datetime_field_overflow'; end if;
      return given;
    -- Shown as text, whatever it is: what was a number or a list stays one where the text still reads as such.
    when 'any' then
      if jsonb_typeof(stored) not in ('string', 'null') and pg_input_is_valid(given #>> '{}', 'jsonb')
        and jsonb_typeof((given #>> '{}')::jsonb) = jsonb_typeof(stored) then return (given #>> '{}')::jsonb; end if;
      return given;
    else return given;
  end case;
end $$;

-- What the schema of a record type says of one property, as far as SQL can tell: type, enum, required. Gives what is to be stored; SQL null: nothing.
create function checked_value(type_name text, schema jsonb, property text, given jsonb) returns jsonb language plpgsql immutable as $$
declare
  rule constant jsonb := schema -> 'properties' -> property;
  -- As a list; null: any.
  types constant jsonb := case jsonb_typeof(rule -> 'type') when 'string' then jsonb_build_array(rule -> 'type') else rule -> 'type' end;
  kind constant text := jsonb_typeof(given);
  is_required constant boolean := coalesce(schema -> 'required' ? property, false);
begin
  -- A null that the schema does not allow stands for a field that is not there.
  if kind is null or kind = 'null' and not coalesce(types ? 'null', not is_required) then
    if is_required then
      raise exception '"%" of record type % is required', property, type_name using errcode = 'not_null_violation';
    end if;
    return null;
  end if;
  if types is not null and not types ? kind and not (kind = 'number' and types ? 'integer' and (given #>> '{}')::numeric % 1 = 0) then
    raise exception '"%" of record type % is %, not %', property, type_name,
      (select string_agg(t, ' or ') from jsonb_array_elements_text(types) t), kind using errcode = 'check_violation';
  end if;
  if rule ? 'enum' and not exists (select from jsonb_array_elements(rule -> 'enum') each where each = given) then
    raise exception '"%" of record type % is one of %', property, type_name,
      (select string_agg(each::text, ', ') from jsonb_array_elements(rule -> 'enum') each) using errcode = 'check_violation';
  end if;
  return given;
end $$;

-- Behind the views of record types; its arguments are the tenant and the record type. Only what the statement changed is written, on the row
-- as it is once it is locked: OLD and NEW come from before that.
create function write_record_view() returns trigger language plpgsql security definer
  set search_path = evenkeel, pg_temp as $$
declare
  tenant constant uuid := tg_argv[0];
  type_name constant text := tg_argv[1];
  reader constant text := job_that_overwrites(tenant, type_name);
  is_new constant boolean := tg_op = 'INSERT';
  before jsonb := '{}';
  after jsonb := '{}';
  wanted jsonb := '{}';
  here evenkeel.record%rowtype;
  schema jsonb;
  edited record;
  written jsonb;
  stored jsonb;
begin
  -- Whatever a session says of itself.
  if not is_local_write() then perform set_config('evenkeel.engine', 'off', true); end if;
  if reader is not null then
    raise exception 'Records of type % are read-only: no job writes them to a provider, and job % would write over an edit', type_name, reader
      using errcode = 'object_not_in_prerequisite_state', hint = format(
        'Add a job that writes them: evenkeel jobs add NAME --connection CONNECTION --stream STREAM --record-type %s --direction outbound', type_name);
  end if;
  if tg_op = 'DELETE' then
    select r.* into here from record r where r.id = old.record_id and r.tenant_id = tenant and r.merged_into is null for no key update;
    if here.inactive_at is null then update record r set inactive_at = engine_now() where r.id = here.id; end if;
    return old;
  end if;
  after := to_jsonb(new);
  if is_new then
    if coalesce(new.version, 1) <> 1 or new.created_at is not null or new.updated_at is not null or not coalesce(new.active, true) then
      raise exception 'active, version, created_at and updated_at of a new record are not given' using errcode = 'feature_not_supported';
    end if;
    -- An id may be given to restore what was deleted here.
    if new.record_id is not null then
      select r.* into here from record r where r.id = new.record_id and r.tenant_id = tenant and r.record_type = type_name
        and r.inactive_cause = 'deleted_locally' and r.merged_into is null for no key update;
      if here.id is null then
        raise exception 'There is no deleted record % of type % to be restored: leave record_id out, it is given', new.record_id, type_name
          using errcode = 'feature_not_supported';
      end if;
    end if;
    wanted := coalesce(new.data, '{}');
  else
    before := to_jsonb(old);
    if (old.record_id, old.version, old.created_at, old.updated_at) is distinct from (new.record_id, new.version, new.created_at, new.updated_at)
      or new.active is null then
      raise exception 'record_id, version, created_at and updated_at are kept by Evenkeel' using errcode = 'feature_not_supported';
    end if;
    select r.* into here from record r where r.id = old.record_id and r.tenant_id = tenant and r.merged_into is null for no key update;
    if here.id is null or (new.active <> old.active and (here.inactive_at is null) <> old.active) then
      raise exception 'Record % was changed meanwhile: run the statement again', old.record_id using errcode = 'serialization_failure';
    end if;
    wanted := here.data;
  end if;
  if jsonb_typeof(after -> 'data') not in ('object', 'null') then
    raise exception 'data is a JSON object' using errcode = 'check_violation';
  end if;
  select v.schema::jsonb into schema from record_type t join record_type_revision v on v.record_type_id = t.id and v.revision = t.revision
    where t.tenant_id = tenant and t.name = type_name;
  for edited in
    select f.property, (new.data -> f.property) as value from (
      select jsonb_object_keys(coalesce(before -> 'data', '{}') || coalesce(nullif(after -> 'data', 'null'), '{}')) as property) f
    where (before -> 'data' -> f.property)::text is distinct from (after -> 'data' -> f.property)::text
    union all
    select c.property, coalesce(record_value(c.kind, after -> c.name, wanted -> c.property), 'null')
    from record_view v cross join lateral jsonb_to_recordset(v.columns) as c(name text, property text, kind text)
    where v.tenant_id = tenant and v.record_type = type_name
      and case when is_new then after -> c.name <> 'null' else (after -> c.name)::text is distinct from (before -> c.name)::text end
  loop
    stored := here.data -> edited.property;
    if not is_new and stored::text is distinct from (old.data -> edited.property)::text then
      raise exception '"%" of record % was changed meanwhile: run the statement again', edited.property, here.id
        using errcode = 'serialization_failure';
    end if;
    written := checked_value(type_name, schema, edited.property, edited.value);
    wanted := case when written is null then wanted - edited.property else wanted || jsonb_build_object(edited.property, written) end;
  end loop;
  if is_new then
    select f.property into edited from jsonb_array_elements_text(coalesce(schema -> 'required', '[]')) as f(property) where not wanted ? f.property;
    if found then raise exception '"%" of record type % is required', edited.property, type_name using errcode = 'not_null_violation'; end if;
  end if;
  if here.id is null then
    insert into record as r (tenant_id, record_type, data) values (tenant, type_name, wanted) returning r.* into here;
  else
    update record r set data = wanted, inactive_at = case when is_new or new.active then null else coalesce(here.inactive_at, engine_now()) end
      where r.id = here.id returning r.* into here;
  end if;
  new.record_id := here.id;
  new.active := here.inactive_at is null;
  new.version := here.version;
  new.created_at := here.created_at;
  new.updated_at := here.updated_at;
  new.data := here.data;
  return new;
end $$;
-- A trigger on another view would write as the owner of the tables: only the engine makes them.
revoke execute on function write_record_view() from public;

-- Made again they take writes.
update record_view set made_from = '', problem = 'made before records could be written through views';
