-- Generated from the migrations: `node libs/adapters/postgres/scripts/write-schema.mjs` after a build.

CREATE OR REPLACE FUNCTION evenkeel.audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  was jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
  is_ jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
begin
  if was is not distinct from is_ then return null; end if;
  insert into evenkeel.audit_change (request_id, subject, key, before, after)
  values (current_setting('evenkeel.audit')::uuid, tg_table_name,
    (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(coalesce(is_, was)) e where e.key = any(tg_argv)),
    evenkeel.audited_part(was, is_), evenkeel.audited_part(is_, was));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.audited_part(row_ jsonb, other jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when row_ is not null then coalesce(jsonb_object_agg(e.key, case when e.key in ('sealed', 'sealed_key', 'sealed_secret', 'token', 'hash')
    then case when jsonb_typeof(e.value) = 'null' then e.value else '"(secret)"'::jsonb end else e.value end), '{}') end
  from jsonb_each(row_) e where other is null or other -> e.key is distinct from e.value
$function$;

CREATE OR REPLACE FUNCTION evenkeel.capture_bases()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'evenkeel', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_mergejoin TO 'off'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.capture_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
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
    on conflict (job_id, record_id) do update set version = excluded.version, kind = excluded.kind, changed_at = excluded.changed_at,
      asked_at = null, asks = 0;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.capture_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'evenkeel', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_mergejoin TO 'off'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.checked_value(type_name text, schema jsonb, property text, given jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.edit_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.engine_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$
  select coalesce(nullif(current_setting('evenkeel.now', true), '')::timestamptz, clock_timestamp())
$function$;

CREATE OR REPLACE FUNCTION evenkeel.execution_facts(e execution)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object('executionId', e.id, 'jobId', e.job_id, 'job', coalesce((select name from job where id = e.job_id), ''),
    'lane', e.lane, 'mode', e.mode, 'trigger', jsonb_build_object('id', e.trigger_id, 'kind', e.trigger_kind, 'actor', e.actor))
$function$;

CREATE OR REPLACE FUNCTION evenkeel.forget_said_of_sources()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  if exists (select from job b where b.tenant_id = new.tenant_id and b.record_type = new.record_type and b.direction = 'bidirectional'
    and b.removed_at is null and b.id <> new.id) then return null; end if;
  delete from reference_base b using external_reference e, reference_set s, job j
    where b.reference_id = e.id and e.set_id = s.id and s.tenant_id = new.tenant_id and s.record_type = new.record_type and s.rule = ''
      and j.tenant_id = s.tenant_id and j.connection_id = s.connection_id and j.stream = s.stream and j.record_type = s.record_type
      and j.direction = 'inbound';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.is_local_write()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case current_setting('evenkeel.engine', true) when 'on' then false when 'off' then true
    else current_setting('application_name') <> 'evenkeel' end
$function$;

CREATE OR REPLACE FUNCTION evenkeel.job_that_overwrites(tenant uuid, type_name text)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select j.name from evenkeel.job j
  where j.tenant_id = tenant and j.removed_at is null and j.direction <> 'outbound'
    and (j.record_type = type_name or exists (
      select from evenkeel.job_revision d where d.job_id = j.id and d.revision = j.revision
        and d.definition -> 'derive' @> jsonb_build_array(jsonb_build_object('recordType', type_name))))
    and not exists (select from evenkeel.job w where w.tenant_id = tenant and w.record_type = type_name
      and w.removed_at is null and w.direction <> 'inbound')
  order by j.name limit 1
$function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_approval_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts)
  select new.tenant_id, 'approval', execution_facts(e) || jsonb_build_object('approvalId', new.id, 'state', new.state, 'cause', new.cause,
    'candidates', new.candidates, 'active', new.active, 'ceiling', new.ceiling, 'decidedBy', new.decided_by)
  from execution e where e.id = new.execution_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    if old.at < clock_timestamp() - interval '30 days' then return old; end if;
  end if;
  raise exception 'The audit log is only added to' using errcode = 'feature_not_supported',
    hint = 'Rows may be deleted once they are 30 days old.';
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_conflict_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts) values (new.tenant_id, 'conflict', jsonb_build_object('conflictId', new.id,
    'executionId', new.execution_id, 'jobId', new.job_id, 'job', coalesce((select name from job where id = new.job_id), ''),
    'recordId', new.record_id::text, 'conflictKind', new.kind, 'from', case when tg_op = 'UPDATE' then old.state end, 'to', new.state,
    'fields', coalesce((select jsonb_agg(f ->> 'path') from json_array_elements(new.fields) f), '[]'),
    'decidedBy', new.decision ->> 'by'));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_connection_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts) values (new.tenant_id, 'connection',
    jsonb_build_object('connectionId', new.id, 'connection', new.name, 'status', new.status));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_dead_execution_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts) values (new.tenant_id, 'dead_execution',
    execution_facts(new) || jsonb_build_object('retryCount', new.retry_count, 'code', new.reason ->> 'code'));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_dead_record_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts) values (new.tenant_id, 'dead_record', jsonb_build_object('failureId', new.id::text,
    'executionId', new.last_execution_id, 'jobId', new.job_id, 'job', coalesce((select name from job where id = new.job_id), ''),
    'externalId', new.external_id, 'errorClass', new.error_class, 'code', new.code, 'executions', new.executions));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_execution_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts)
  select new.tenant_id, 'execution', execution_facts(e) || jsonb_build_object(
    'from', case when tg_op = 'UPDATE' then old.status end, 'to', new.status, 'epoch', new.epoch,
    'reason', case when new.reason is not null then jsonb_build_object('kind', new.reason ->> 'kind', 'code', new.reason ->> 'code') end,
    'planId', new.plan ->> 'planId', 'retryOf', new.retry_of, 'retryCount', new.retry_count, 'nextAttemptAt', new.next_attempt_at,
    'startedAt', new.started_at, 'finishedAt', new.finished_at,
    'receipt', case when e.receipt is not null and new.finished_at is not null then jsonb_build_object(
      'fetched', e.receipt -> 'fetched', 'replayed', e.receipt -> 'replayed', 'outcomes', e.receipt -> 'outcomes', 'balanced', e.receipt -> 'balanced') end)
  from execution e where e.id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_job_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts) values (new.tenant_id, 'job', jsonb_build_object('jobId', new.id, 'job', new.name,
    'connectionId', new.connection_id, 'revision', new.revision, 'actor', new.removed_by,
    'change', case when tg_op = 'INSERT' then 'added' when new.removed_at is null then 'changed' else 'removed' end));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_local_side(edited bigint, tenant uuid, type_name text, was jsonb, is_now jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
  insert into local_side as s (record_id, tenant_id, data, changed_at)
    select edited, tenant, f.data, f.changed_at from (
      select coalesce(jsonb_object_agg(k.field, is_now -> k.field) filter (where is_now ? k.field), '{}') as data,
        jsonb_object_agg(k.field, to_char(greatest(t.now, l.said + interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as changed_at
      from (select jsonb_object_keys(was || is_now) as field) k cross join (select engine_now() as now) t
      cross join lateral (
        select max(nullif(p.changed_at ->> k.field, '')::timestamptz) as said from projection p where p.tenant_id = tenant and p.record_id = edited) l
      where (was -> k.field)::text is distinct from (is_now -> k.field)::text) f
    where f.changed_at is not null and (
      exists (select from record_type t join record_type_revision v on v.record_type_id = t.id and v.revision = t.revision
        where t.tenant_id = tenant and t.name = type_name and v.match is not null)
      or exists (select from external_reference r where r.record_id = edited
        and (r.shares_record or exists (select from reference_set d where d.id = r.set_id and d.rule <> ''))))
    on conflict (record_id) do update set
      data = (s.data - array(select jsonb_object_keys(excluded.changed_at))) || excluded.data,
      changed_at = s.changed_at || excluded.changed_at
$function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_page_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts)
  select e.tenant_id, 'page', execution_facts(e) || jsonb_build_object(
    'chunk', c.ordinal, 'page', p.page_no, 'size', cardinality(p.seen), 'isLast', p.cursor_out is null, 'fetched', c.fetched,
    'durationMs', greatest(0, round(extract(epoch from p.applied_at - p.observed_at) * 1000)), 'outcomes', jsonb_build_object(
      'created', p.created, 'updated', p.updated, 'unchanged', p.unchanged, 'merged', p.merged, 'reactivated', p.reactivated,
      'conflicted', p.conflicted, 'rejected', p.rejected, 'refused', p.refused, 'errored', p.errored, 'parked', p.parked,
      'superseded', p.superseded, 'excluded', p.excluded, 'planned', p.planned, 'retried', p.retried, 'inactivated', p.inactivated,
      'in_doubt', p.in_doubt))
  from applied p join chunk c on c.id = p.chunk_id join execution e on e.id = c.execution_id
  order by p.page_no;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_record_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_retry_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts)
  select e.tenant_id, 'retry', execution_facts(e) || jsonb_build_object(
    'round', (r.slice ->> 'round')::int, 'records', r.records)
  from (
    select execution_id, min(slice::text)::json as slice, sum(json_array_length(slice -> 'externalIds')) as records
    from added where slice ->> 'kind' = 'retry' group by execution_id) r
  join execution e on e.id = r.execution_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_settled_trigger_fact()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
begin
  insert into event_fact (tenant_id, kind, facts)
  select j.tenant_id, 'settled_trigger', jsonb_build_object('triggerId', new.id, 'jobId', new.job_id, 'job', j.name,
    'kind', new.kind, 'actor', new.actor, 'state', new.state, 'executionId', new.execution_id,
    'askedBy', case when new.kind = 'event' then coalesce((
      select jsonb_agg(jsonb_build_object('source', m.source, 'id', m.event_id) order by m.id) from trigger_message m
      where m.trigger_ids @> array[new.id] and m.trigger_ids <> '{}' and m.tenant_id = j.tenant_id and m.event_id is not null), '[]')
      else '[]' end)
  from job j where j.id = new.job_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.keep_tombstone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.merged_into is not null then perform evenkeel.refuse_merged(old.id, old.merged_into); end if;
  if old.inactive_at is null then
    update evenkeel.record set inactive_at = evenkeel.engine_now() where id = old.id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.local_actor()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case when has_table_privilege(session_user, 'evenkeel.record_change', 'insert')
    then coalesce(nullif(current_setting('evenkeel.actor', true), ''), 'sql:' || session_user)
    else 'sql:' || session_user end
$function$;

CREATE OR REPLACE FUNCTION evenkeel.place_of_store()
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
declare
  server text;
begin
  begin
    select concat_ws('/', system_identifier, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)) into server from pg_control_system();
  exception when others then server := 'unknown';
  end;
  return concat_ws('/', server, (select oid from pg_database where datname = current_database()), 'record'::regclass::oid);
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.record_value(kind text, given jsonb, stored jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.refuse_audit_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is only added to' using errcode = 'feature_not_supported',
    hint = 'Rows may be deleted once they are 30 days old.';
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.refuse_kept_columns()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if evenkeel.is_local_write() then
    raise exception 'Evenkeel keeps id, tenant_id, record_type, version, created_at and merged_into of a record itself'
      using errcode = 'feature_not_supported',
        hint = 'Change data, or inactive_at; the version follows.';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.refuse_merged(id bigint, survivor bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'Record % is part of record % and cannot be written: write record %', id, survivor, survivor
    using errcode = 'object_not_in_prerequisite_state',
      hint = format('Part them first where they are two: evenkeel matches merges --record %s', survivor);
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.refuse_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if evenkeel.is_local_write() then
    raise exception 'Records cannot be truncated: nothing would tell the jobs that write them to a provider'
      using errcode = 'feature_not_supported',
        hint = 'DELETE the records that are to go; each is kept as an inactive one.';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION evenkeel.told_jobs()
 RETURNS TABLE(job_id uuid, tenant_id uuid, record_type text)
 LANGUAGE sql
 STABLE ROWS 3
AS $function$
  select j.id, j.tenant_id, j.record_type from evenkeel.job j
  where j.direction <> 'inbound' and j.removed_at is null and j.id::text is distinct from current_setting('evenkeel.cause_job', true)
$function$;

CREATE OR REPLACE FUNCTION evenkeel.told_values(hidden jsonb, before jsonb, after jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION evenkeel.write_record_view()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'evenkeel', 'pg_temp'
AS $function$
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
end $function$;

create table access_token (
  connection_id uuid not null,
  grant_name text not null,
  turn integer not null default 0,
  refresh_until timestamp(3) with time zone,
  generation integer not null default 0,
  sealed text,
  expires_at timestamp(3) with time zone,
  lifetime_ms bigint,
  kept_at timestamp(3) with time zone not null default engine_now(),
  constraint access_token_pkey PRIMARY KEY (connection_id, grant_name),
  constraint access_token_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id) ON DELETE CASCADE
);

create table announced_deletion (
  approval_id uuid not null,
  reference_id bigint not null,
  observed_at timestamp(3) with time zone not null,
  record_version integer,
  constraint announced_deletion_pkey PRIMARY KEY (approval_id, reference_id),
  constraint announced_deletion_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approval(id)
);

create table api_key (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  prefix text not null,
  hash text not null,
  role text not null,
  created_by text not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  revoked_by text,
  constraint api_key_prefix UNIQUE (prefix),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint api_key_role CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'editor'::text, 'admin'::text])))
);
CREATE UNIQUE INDEX api_key_name ON api_key USING btree (tenant_id, name) WHERE (revoked_at IS NULL);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON api_key FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name', 'prefix');

create table approval (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  execution_id uuid not null,
  carried_out_by uuid,
  state text not null,
  candidates integer not null,
  active integer not null,
  ceiling integer not null,
  requested_at timestamp(3) with time zone not null,
  decided_at timestamp(3) with time zone,
  decided_by text,
  reason text,
  cause text not null default 'not_listed'::text,
  constraint approval_pkey PRIMARY KEY (id),
  constraint approval_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES execution(id),
  constraint approval_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE UNIQUE INDEX approval_execution ON approval USING btree (execution_id) WHERE (cause <> ALL (ARRAY['announced'::text, 'deleted_there'::text]));
CREATE INDEX approval_found_by ON approval USING btree (execution_id);
CREATE INDEX approval_job ON approval USING btree (job_id, id);
CREATE INDEX approval_joined ON approval USING btree (job_id, cause) WHERE ((state = 'waiting'::text) AND (cause = ANY (ARRAY['announced'::text, 'deleted_there'::text])));
CREATE INDEX approval_rejected ON approval USING btree (job_id) WHERE ((state = 'rejected'::text) AND (cause = 'deleted_there'::text));
CREATE TRIGGER approval_asked AFTER INSERT ON approval FOR EACH ROW EXECUTE FUNCTION keep_approval_fact();
CREATE TRIGGER approval_decided AFTER UPDATE OF state ON approval FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION keep_approval_fact();

create table audit_change (
  id bigint not null,
  request_id uuid not null,
  at timestamp(3) with time zone not null default engine_now(),
  subject text not null,
  key jsonb not null,
  before jsonb,
  after jsonb,
  constraint audit_change_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_change_request ON audit_change USING btree (request_id, id);
CREATE TRIGGER audit_change_kept BEFORE DELETE OR UPDATE ON audit_change FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER audit_change_truncate BEFORE TRUNCATE ON audit_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();

create table audit_event (
  id bigint not null,
  request_id uuid not null,
  at timestamp(3) with time zone not null default engine_now(),
  tenant_id uuid,
  actor text not null,
  claimed text,
  address text,
  operation text not null,
  target jsonb not null default '{}'::jsonb,
  outcome text not null,
  code text,
  constraint audit_event_request UNIQUE (request_id, outcome),
  constraint audit_event_pkey PRIMARY KEY (id),
  constraint audit_event_outcome CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);
CREATE INDEX audit_event_listed ON audit_event USING btree (tenant_id, id);
CREATE TRIGGER audit_event_kept BEFORE DELETE OR UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();

create table breaker_state (
  connection_id uuid not null,
  state text not null,
  probe_at timestamp(3) with time zone,
  probe_holder text,
  probe_until timestamp(3) with time zone,
  constraint breaker_state_pkey PRIMARY KEY (connection_id)
);

create table bus_outage (
  id bigint not null generated by default as identity,
  began_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  constraint bus_outage_pkey PRIMARY KEY (id)
);
CREATE INDEX bus_outage_ended ON bus_outage USING btree (ended_at);
CREATE UNIQUE INDEX bus_outage_one_open ON bus_outage USING btree ((true)) WHERE (ended_at IS NULL);

create table call_tally (
  connection_id uuid not null,
  minute timestamp(0) with time zone not null,
  calls integer not null,
  troubled integer not null,
  not_modified integer not null default 0,
  constraint call_tally_pkey PRIMARY KEY (connection_id, minute)
);

create table chunk (
  id uuid not null,
  execution_id uuid not null,
  ordinal integer not null,
  epoch integer not null,
  state text not null,
  attempt integer not null,
  worker text,
  lease_until timestamp(3) with time zone,
  assigned_at timestamp(3) with time zone,
  slice json not null,
  cursor text,
  pages_applied integer not null,
  fetched integer not null,
  created integer not null,
  updated integer not null,
  unchanged integer not null,
  merged integer not null,
  reactivated integer not null,
  conflicted integer not null,
  rejected integer not null,
  refused integer not null,
  errored integer not null,
  parked integer not null,
  superseded integer not null,
  bound json,
  problem json,
  applied_at timestamp(3) with time zone,
  replayed integer not null default 0,
  generation integer not null default 0,
  declared json,
  turn_at timestamp(3) with time zone,
  excluded integer not null default 0,
  planned integer not null default 0,
  plan json,
  retried integer not null default 0,
  not_before timestamp(3) with time zone,
  waiting text,
  postponed json,
  doubt text,
  listed integer not null default 0,
  total double precision,
  inactivated integer not null default 0,
  page_size integer,
  derived_created integer not null default 0,
  derived_updated integer not null default 0,
  derived_inactivated integer not null default 0,
  derived_unchanged integer not null default 0,
  derived_rejected integer not null default 0,
  in_doubt integer not null default 0,
  constraint chunk_ordinal UNIQUE (execution_id, ordinal),
  constraint chunk_pkey PRIMARY KEY (id),
  constraint chunk_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES execution(id)
) with (fillfactor=50);
CREATE INDEX chunk_assigned ON chunk USING btree (assigned_at) WHERE (state = 'assigned'::text);
CREATE INDEX chunk_claimed ON chunk USING btree (id) WHERE (state = 'claimed'::text);
CREATE INDEX chunk_due ON chunk USING btree (not_before) WHERE ((state = 'planned'::text) AND (not_before IS NOT NULL));
CREATE INDEX chunk_planned ON chunk USING btree (execution_id) WHERE (state = 'planned'::text);
CREATE TRIGGER chunk_retries AFTER INSERT ON chunk REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_retry_fact();

create table close_out (
  execution_id uuid not null,
  job_id uuid not null,
  complete boolean not null,
  reason text,
  active integer not null,
  candidates integer not null,
  since timestamp(3) with time zone not null,
  judged_at timestamp(3) with time zone not null,
  approval_id uuid,
  constraint close_out_pkey PRIMARY KEY (execution_id),
  constraint close_out_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES execution(id),
  constraint close_out_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE INDEX close_out_job ON close_out USING btree (job_id, judged_at) WHERE complete;

create table close_out_page (
  execution_id uuid not null,
  page_no integer not null,
  reference_ids bigint[] not null,
  verdicts smallint[],
  constraint close_out_page_pkey PRIMARY KEY (execution_id, page_no)
);

create table configured_object (
  tenant_id uuid not null,
  kind text not null,
  object_id uuid not null,
  managed_by text,
  secret_references jsonb not null default '{}'::jsonb,
  forced_by text,
  forced_at timestamp(3) with time zone,
  constraint configured_object_pkey PRIMARY KEY (tenant_id, kind, object_id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON configured_object FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('kind', 'object_id');

create table conflict (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  set_id integer not null,
  record_id bigint not null,
  reference_id bigint not null,
  record_version integer not null,
  state text not null,
  kind text not null,
  revision integer not null,
  fields json not null,
  remote_version text,
  policy text not null,
  decision json,
  taken_at timestamp(3) with time zone,
  is_carried_out boolean not null default false,
  proposal json,
  proposal_attempts integer not null default 0,
  propose_after timestamp(3) with time zone,
  history json not null default '[]'::json,
  opened_at timestamp(3) with time zone not null default engine_now(),
  changed_at timestamp(3) with time zone not null default engine_now(),
  resolved_at timestamp(3) with time zone,
  execution_id uuid,
  constraint conflict_pkey PRIMARY KEY (id),
  constraint conflict_state_check CHECK ((state = ANY (ARRAY['proposing'::text, 'open'::text, 'resolved'::text, 'superseded'::text, 'expired'::text])))
) with (fillfactor=80);
CREATE INDEX conflict_ended ON conflict USING btree (changed_at) WHERE (state <> ALL (ARRAY['open'::text, 'proposing'::text]));
CREATE INDEX conflict_live ON conflict USING btree (reference_id) WHERE ((state = ANY (ARRAY['open'::text, 'proposing'::text])) OR ((state = 'resolved'::text) AND (NOT is_carried_out)));
CREATE INDEX conflict_live_job ON conflict USING btree (job_id) WHERE ((state = ANY (ARRAY['open'::text, 'proposing'::text])) OR ((state = 'resolved'::text) AND (NOT is_carried_out)));
CREATE UNIQUE INDEX conflict_open ON conflict USING btree (record_id, set_id) WHERE (state = ANY (ARRAY['open'::text, 'proposing'::text]));
CREATE INDEX conflict_proposing ON conflict USING btree (propose_after) WHERE (state = 'proposing'::text);
CREATE INDEX conflict_record ON conflict USING btree (record_id, id);
CREATE INDEX conflict_tenant ON conflict USING btree (tenant_id, id);
CREATE TRIGGER conflict_moved AFTER UPDATE OF state ON conflict FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION keep_conflict_fact();
CREATE TRIGGER conflict_opened AFTER INSERT ON conflict FOR EACH ROW EXECUTE FUNCTION keep_conflict_fact();

create table connection (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  connector text not null,
  settings jsonb not null,
  status text not null,
  status_reason text,
  created_at timestamp(3) with time zone not null default engine_now(),
  quota jsonb,
  retry jsonb,
  path text not null default 'auto'::text,
  removed_at timestamp(3) with time zone,
  removed_by text,
  settled boolean not null default false,
  revision integer not null default 1,
  constraint connection_pkey PRIMARY KEY (id),
  constraint connection_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint connection_path_check CHECK ((path = ANY (ARRAY['auto'::text, 'primary'::text, 'enterprise'::text]))),
  constraint connection_revision_check CHECK ((revision >= 1))
);
CREATE UNIQUE INDEX connection_name ON connection USING btree (tenant_id, name) WHERE (removed_at IS NULL);
CREATE INDEX connection_unsettled ON connection USING btree (id) WHERE ((removed_at IS NOT NULL) AND (NOT settled));
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON connection FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');
CREATE TRIGGER connection_moved AFTER UPDATE OF status ON connection FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION keep_connection_fact();

create table control (
  connection_id uuid,
  state text not null,
  actor text not null,
  changed_at timestamp(3) with time zone not null,
  constraint control_scope UNIQUE NULLS NOT DISTINCT (connection_id),
  constraint control_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON control FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('connection_id');

create table credential (
  connection_id uuid not null,
  sealed text not null,
  constraint credential_pkey PRIMARY KEY (connection_id),
  constraint credential_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON credential FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('connection_id');

create table dedupe_pair (
  run_id uuid not null,
  one_id bigint not null,
  other_id bigint not null,
  rule text not null,
  score real not null,
  why jsonb not null,
  cause text,
  constraint dedupe_pair_pkey PRIMARY KEY (run_id, one_id, other_id),
  constraint dedupe_pair_run_id_fkey FOREIGN KEY (run_id) REFERENCES dedupe_run(id) ON DELETE CASCADE
);
CREATE INDEX dedupe_pair_other ON dedupe_pair USING btree (run_id, other_id);

create table dedupe_run (
  id uuid not null,
  tenant_id uuid not null,
  record_type text not null,
  job_id uuid,
  phase text not null,
  state text not null,
  revision integer not null,
  keys_of text not null,
  after bigint not null,
  until bigint not null,
  compared integer not null,
  merged integer not null,
  moved integer not null,
  in_review integer not null,
  kept_apart integer not null,
  unchanged integer not null,
  previewed json,
  actor text not null,
  requested_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  problem text,
  constraint dedupe_run_pkey PRIMARY KEY (id),
  constraint dedupe_run_check CHECK ((compared = ((((merged + moved) + in_review) + kept_apart) + unchanged))),
  constraint dedupe_run_phase_check CHECK ((phase = ANY (ARRAY['preview'::text, 'merge'::text]))),
  constraint dedupe_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'ready'::text, 'paused'::text, 'completed'::text, 'cancelled'::text, 'failed'::text])))
);
CREATE INDEX dedupe_run_due ON dedupe_run USING btree (requested_at) WHERE (state = 'running'::text);
CREATE INDEX dedupe_run_tenant ON dedupe_run USING btree (tenant_id, requested_at DESC, id DESC);

create table engine_setting (
  name text not null,
  value jsonb not null,
  actor text not null,
  changed_at timestamp(3) with time zone not null default engine_now(),
  constraint engine_setting_pkey PRIMARY KEY (name)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON engine_setting FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('name');

create table event_cursor (
  name text not null,
  position bigint not null,
  constraint event_cursor_pkey PRIMARY KEY (name)
) with (fillfactor=50);

create table event_fact (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  kind text not null,
  facts json not null,
  at timestamp(3) with time zone not null default engine_now(),
  constraint event_fact_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);

create table event_sequence (
  subject text not null,
  last integer not null,
  constraint event_sequence_pkey PRIMARY KEY (subject)
) with (fillfactor=70);

create table execution (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  job_revision integer not null,
  trigger_id uuid not null,
  trigger_kind text not null,
  actor text not null,
  lane text not null,
  mode text not null,
  scope json not null,
  status text not null,
  phase text not null,
  epoch integer not null,
  reason json,
  requested_at timestamp(3) with time zone not null,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  deadline timestamp(3) with time zone,
  receipt json,
  held_by text,
  clock_since timestamp(3) with time zone,
  time_left_ms integer,
  retry_of uuid,
  retry_count integer not null default 0,
  next_attempt_at timestamp(3) with time zone,
  dead_letter text,
  dead_letter_note json,
  priority text not null default 'medium'::text,
  path json not null default '{"kind": "primary", "why": "it began before paths were chosen"}'::json,
  expected integer,
  plan json,
  scope_note text,
  record_type_revision integer,
  derived_type_revisions jsonb,
  forgotten_at timestamp(3) with time zone,
  trace text,
  constraint execution_moved TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint execution_opened TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint execution_went_dead TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint execution_pkey PRIMARY KEY (id),
  constraint execution_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE INDEX execution_active ON execution USING btree (id) WHERE (status = ANY (ARRAY['running'::text, 'paused'::text]));
CREATE INDEX execution_dead_letter ON execution USING btree (id) WHERE (dead_letter = 'dead'::text);
CREATE INDEX execution_ended_bulk ON execution USING btree (job_id, finished_at DESC, id DESC) WHERE ((lane = 'bulk'::text) AND (finished_at IS NOT NULL));
CREATE INDEX execution_ended_full ON execution USING btree (job_id, finished_at DESC, id DESC) WHERE ((lane = 'bulk'::text) AND (mode = 'full'::text) AND (finished_at IS NOT NULL));
CREATE INDEX execution_forgotten ON execution USING btree (forgotten_at) WHERE (forgotten_at IS NOT NULL);
CREATE INDEX execution_job ON execution USING btree (job_id, id);
CREATE INDEX execution_next_attempt ON execution USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
CREATE INDEX execution_of_changes ON execution USING btree (job_id, id) WHERE (trigger_kind = 'change'::text);
CREATE UNIQUE INDEX execution_one_active_bulk ON execution USING btree (job_id) WHERE ((lane = 'bulk'::text) AND (status = ANY (ARRAY['running'::text, 'paused'::text, 'awaiting_approval'::text])));
CREATE UNIQUE INDEX execution_one_queued_bulk ON execution USING btree (job_id) WHERE ((lane = 'bulk'::text) AND (status = 'queued'::text));
CREATE INDEX execution_over ON execution USING btree (finished_at) WHERE ((finished_at IS NOT NULL) AND (forgotten_at IS NULL));
CREATE INDEX execution_repairing ON execution USING btree (job_id) WHERE ((lane = 'repair'::text) AND (finished_at IS NULL));
CREATE INDEX execution_resumable ON execution USING btree (job_id, started_at) WHERE ((lane = 'bulk'::text) AND (status <> 'completed'::text) AND (forgotten_at IS NULL));
CREATE INDEX execution_running ON execution USING btree (id) WHERE (status = 'running'::text);
CREATE CONSTRAINT TRIGGER execution_moved AFTER UPDATE OF status ON execution DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION keep_execution_fact();
CREATE CONSTRAINT TRIGGER execution_opened AFTER INSERT ON execution DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_execution_fact();
CREATE CONSTRAINT TRIGGER execution_went_dead AFTER UPDATE OF dead_letter ON execution DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.dead_letter = 'dead'::text) AND (old.dead_letter IS DISTINCT FROM 'dead'::text))) EXECUTE FUNCTION keep_dead_execution_fact();

create table execution_error (
  id bigint not null generated by default as identity,
  execution_id uuid not null,
  nth integer not null,
  at timestamp(3) with time zone not null,
  phase text not null,
  external_id text,
  class text not null,
  code text not null,
  message text not null,
  attempt integer not null,
  constraint execution_error_pkey PRIMARY KEY (id)
);
CREATE INDEX execution_error_at ON execution_error USING btree (at);
CREATE INDEX execution_error_execution ON execution_error USING btree (execution_id, id);

create table external_reference (
  id bigint not null generated by default as identity,
  record_id bigint not null,
  set_id integer not null,
  external_id text collate "C" not null,
  content_hash uuid not null,
  provider_version text,
  modified_at timestamp(3) with time zone,
  observed_at timestamp(3) with time zone not null,
  inactive_at timestamp(3) with time zone,
  inactive_cause text,
  inactive_by uuid,
  shares_record boolean not null default false,
  constraint external_reference_key UNIQUE (set_id, external_id),
  constraint external_reference_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX external_reference_inactive ON external_reference USING btree (set_id, inactive_at) WHERE (inactive_at IS NOT NULL);
CREATE INDEX external_reference_record ON external_reference USING btree (record_id);

create table failure (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  job_id uuid not null,
  key text collate "C" not null,
  external_id text,
  state text not null,
  executions integer not null,
  last_execution_id uuid not null,
  stage text not null,
  error_class text not null,
  code text not null,
  message text not null,
  remedy text not null,
  pattern text not null,
  group_key text not null,
  raw text,
  mapped text,
  payload_digest text,
  provider_version text,
  modified_at text,
  observed_at timestamp(3) with time zone not null,
  edited_by text,
  first_failed_at timestamp(3) with time zone not null,
  last_failed_at timestamp(3) with time zone not null,
  history jsonb not null,
  closed_at timestamp(3) with time zone,
  waits_for_set integer,
  waits_for_id text collate "C",
  waits_as text,
  released_at timestamp(3) with time zone,
  constraint failure_key UNIQUE (job_id, key),
  constraint failure_pkey PRIMARY KEY (id)
);
CREATE INDEX failure_awaited ON failure USING btree (waits_for_set, waits_for_id, id) WHERE ((waits_for_set IS NOT NULL) AND (state = ANY (ARRAY['parked'::text, 'dead'::text])));
CREATE INDEX failure_closed ON failure USING btree (COALESCE(closed_at, last_failed_at)) WHERE (state = ANY (ARRAY['resolved'::text, 'discarded'::text]));
CREATE INDEX failure_group ON failure USING btree (job_id, group_key, id);
CREATE INDEX failure_open_run ON failure USING btree (last_execution_id) WHERE (state = ANY (ARRAY['retrying'::text, 'dead'::text, 'parked'::text]));
CREATE INDEX failure_unresolved ON failure USING btree (job_id, id) WHERE (state = ANY (ARRAY['retrying'::text, 'dead'::text, 'parked'::text]));
CREATE INDEX failure_waiting ON failure USING btree (id) WHERE ((waits_for_set IS NOT NULL) AND (state = ANY (ARRAY['parked'::text, 'dead'::text])));
CREATE TRIGGER failure_dead AFTER UPDATE OF state ON failure FOR EACH ROW WHEN (((new.state = 'dead'::text) AND (old.state <> 'dead'::text))) EXECUTE FUNCTION keep_dead_record_fact();
CREATE TRIGGER failure_dead_at_once AFTER INSERT ON failure FOR EACH ROW WHEN ((new.state = 'dead'::text)) EXECUTE FUNCTION keep_dead_record_fact();

create table flip_flop (
  reference_id bigint not null,
  tenant_id uuid not null,
  job_id uuid not null,
  record_id bigint not null,
  writes json not null,
  changed_at timestamp(3) with time zone not null,
  path text,
  quarantined_at timestamp(3) with time zone,
  constraint flip_flop_pkey PRIMARY KEY (reference_id)
) with (fillfactor=80);
CREATE INDEX flip_flop_quarantined ON flip_flop USING btree (tenant_id, quarantined_at, reference_id) WHERE (quarantined_at IS NOT NULL);
CREATE INDEX flip_flop_record ON flip_flop USING btree (record_id);
CREATE INDEX flip_flop_watched ON flip_flop USING btree (changed_at) WHERE (quarantined_at IS NULL);

create table group_run (
  id uuid not null,
  group_id uuid not null,
  actor text not null,
  requested_at timestamp(3) with time zone not null default engine_now(),
  constraint group_run_pkey PRIMARY KEY (id),
  constraint group_run_group_id_fkey FOREIGN KEY (group_id) REFERENCES sync_group(id)
);
CREATE INDEX group_run_latest ON group_run USING btree (group_id, id);

create table group_run_job (
  run_id uuid not null,
  job_id uuid not null,
  trigger_id uuid,
  constraint group_run_job_pkey PRIMARY KEY (run_id, job_id),
  constraint group_run_job_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint group_run_job_run_id_fkey FOREIGN KEY (run_id) REFERENCES group_run(id)
);
CREATE INDEX group_run_job_waiting ON group_run_job USING btree (run_id) WHERE (trigger_id IS NULL);

create table inventory_page (
  execution_id uuid not null,
  chunk_id uuid not null,
  page_no integer not null,
  wanted json,
  entries bytea,
  constraint inventory_page_pkey PRIMARY KEY (chunk_id, page_no)
);
CREATE INDEX inventory_page_execution ON inventory_page USING btree (execution_id);

create table job (
  id uuid not null,
  tenant_id uuid not null,
  connection_id uuid not null,
  name text not null,
  stream text not null,
  record_type text not null,
  direction text not null default 'inbound'::text,
  revision integer not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  removed_at timestamp(3) with time zone,
  removed_by text,
  detaching boolean not null default false,
  settled boolean not null default false,
  constraint job_pkey PRIMARY KEY (id),
  constraint job_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id),
  constraint job_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX job_both_ways ON job USING btree (connection_id, stream, record_type) WHERE ((direction = 'bidirectional'::text) AND (removed_at IS NULL));
CREATE UNIQUE INDEX job_inbound_stream ON job USING btree (connection_id, stream, record_type) WHERE ((removed_at IS NULL) OR detaching);
CREATE UNIQUE INDEX job_name ON job USING btree (tenant_id, name) WHERE (removed_at IS NULL);
CREATE INDEX job_unsettled ON job USING btree (id) WHERE ((removed_at IS NOT NULL) AND (NOT settled));
CREATE INDEX job_writing ON job USING btree (tenant_id, record_type) WHERE ((direction <> 'inbound'::text) AND (removed_at IS NULL));
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON job FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');
CREATE TRIGGER job_added AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION keep_job_fact();
CREATE TRIGGER job_changed AFTER UPDATE OF revision, removed_at ON job FOR EACH ROW WHEN (((old.revision <> new.revision) OR ((old.removed_at IS NULL) AND (new.removed_at IS NOT NULL)))) EXECUTE FUNCTION keep_job_fact();
CREATE TRIGGER job_goes_both_ways AFTER INSERT ON job FOR EACH ROW WHEN ((new.direction = 'bidirectional'::text)) EXECUTE FUNCTION forget_said_of_sources();

create table job_revision (
  job_id uuid not null,
  revision integer not null,
  definition jsonb not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  constraint job_revision_pkey PRIMARY KEY (job_id, revision),
  constraint job_revision_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON job_revision FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('job_id', 'revision');

create table journal_cursor (
  is_only boolean not null default true,
  record_id bigint not null default 0,
  change_id bigint not null default 0,
  began_at timestamp(3) with time zone,
  constraint journal_cursor_pkey PRIMARY KEY (is_only),
  constraint journal_cursor_is_only_check CHECK (is_only)
);

create table kept_answer (
  connection_id uuid not null,
  address text not null,
  etag text,
  last_modified text,
  headers json not null,
  body bytea not null,
  kept_at timestamp(3) with time zone not null default engine_now(),
  constraint kept_answer_pkey PRIMARY KEY (connection_id, address),
  constraint kept_answer_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id) ON DELETE CASCADE
);

create table kept_apart (
  tenant_id uuid not null,
  set_id integer not null,
  external_id text collate "C" not null,
  other_set_id integer not null,
  other_external_id text collate "C" not null,
  key uuid not null,
  actor text,
  decided_at timestamp(3) with time zone not null default engine_now(),
  constraint kept_apart_pkey PRIMARY KEY (tenant_id, set_id, external_id, other_set_id, other_external_id, key)
);
CREATE INDEX kept_apart_key ON kept_apart USING btree (tenant_id, key, set_id);

create table kept_key (
  name text not null,
  sealed text not null,
  constraint kept_key_pkey PRIMARY KEY (name)
);

create table lifecycle_event (
  position bigint not null,
  id uuid not null default gen_random_uuid(),
  tenant_id uuid not null,
  type text not null,
  subject text not null,
  sequence integer not null,
  job_id uuid,
  data json not null,
  at timestamp(3) with time zone not null,
  constraint lifecycle_event_pkey PRIMARY KEY ("position")
);
CREATE INDEX lifecycle_event_subject ON lifecycle_event USING btree (subject, "position");
CREATE INDEX lifecycle_event_tenant ON lifecycle_event USING btree (tenant_id, "position");
CREATE INDEX lifecycle_event_values ON lifecycle_event USING btree (((data ->> 'recordId'::text))) WHERE ((data -> 'values'::text) IS NOT NULL);

create table local_change (
  tenant_id uuid not null,
  job_id uuid not null,
  record_id bigint not null,
  version integer not null,
  kind text not null,
  changed_at timestamp(3) with time zone not null default engine_now(),
  asked_at timestamp(3) with time zone,
  asks integer not null default 0,
  constraint local_change_pkey PRIMARY KEY (job_id, record_id),
  constraint local_change_kind_check CHECK ((kind = ANY (ARRAY['changed'::text, 'deleted'::text])))
) with (fillfactor=80);
CREATE INDEX local_change_fresh ON local_change USING btree (job_id) WHERE (asked_at IS NULL);

create table local_side (
  record_id bigint not null,
  tenant_id uuid not null,
  data jsonb not null,
  changed_at jsonb not null,
  constraint local_side_pkey PRIMARY KEY (record_id)
) with (fillfactor=80);

create table match_key (
  tenant_id uuid not null,
  key uuid not null,
  reference_id bigint not null,
  set_id integer not null,
  constraint match_key_pkey PRIMARY KEY (tenant_id, key, reference_id)
);
CREATE INDEX match_key_reference ON match_key USING btree (tenant_id, reference_id, key);

create table match_review (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  record_type text not null,
  one_id bigint not null,
  other_id bigint not null,
  rule text not null,
  score real not null,
  why jsonb not null,
  cause text not null,
  state text not null default 'open'::text,
  opened_at timestamp(3) with time zone not null default engine_now(),
  decided_at timestamp(3) with time zone,
  decided_by text,
  constraint match_review_pkey PRIMARY KEY (id),
  constraint match_review_state_check CHECK ((state = ANY (ARRAY['open'::text, 'merged'::text, 'kept_apart'::text, 'closed'::text])))
);
CREATE INDEX match_review_decided ON match_review USING btree (decided_at) WHERE (state <> 'open'::text);
CREATE INDEX match_review_one ON match_review USING btree (one_id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX match_review_open ON match_review USING btree (tenant_id, one_id, other_id) WHERE (state = 'open'::text);
CREATE INDEX match_review_other ON match_review USING btree (other_id) WHERE (state = 'open'::text);
CREATE INDEX match_review_state ON match_review USING btree (tenant_id, state, id);

create table model (
  tenant_id uuid not null,
  id uuid not null,
  base_url text not null,
  name text not null,
  sealed_key text,
  timeout_ms integer not null,
  calls_per_day integer not null,
  tokens_per_day integer not null,
  calls_per_run integer not null,
  tokens_per_run integer not null,
  revision integer not null,
  changed_at timestamp(3) with time zone not null default engine_now(),
  constraint model_pkey PRIMARY KEY (tenant_id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON model FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');

create table model_call (
  id uuid not null,
  tenant_id uuid not null,
  conflict_id uuid not null,
  execution_id uuid,
  calls integer not null,
  tokens integer not null,
  asked_at timestamp(3) with time zone not null default engine_now(),
  answered_at timestamp(3) with time zone,
  constraint model_call_pkey PRIMARY KEY (id)
);
CREATE INDEX model_call_asked ON model_call USING btree (asked_at);
CREATE INDEX model_call_run ON model_call USING btree (execution_id);

create table notification (
  id uuid not null,
  tenant_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  job_id uuid,
  connection_id uuid,
  about json not null,
  count integer not null default 1,
  since timestamp(3) with time zone not null,
  at timestamp(3) with time zone not null,
  facts json not null,
  state text not null default 'waiting'::text,
  planned_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  attempts integer not null default 0,
  first_attempt_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  code text,
  message text,
  created_at timestamp(3) with time zone not null default engine_now(),
  constraint notification_pkey PRIMARY KEY (id),
  constraint notification_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES notification_channel(id) ON DELETE CASCADE
) with (fillfactor=80);
CREATE INDEX notification_created ON notification USING btree (created_at);
CREATE INDEX notification_due ON notification USING btree (due_at) WHERE (state = 'waiting'::text);
CREATE INDEX notification_listed ON notification USING btree (tenant_id, id);
CREATE INDEX notification_newest ON notification USING btree (channel_id, kind, COALESCE(job_id, connection_id), planned_at DESC);

create table notification_channel (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  kind text not null,
  place text not null,
  mail json,
  subscriptions json not null,
  digest_minutes integer not null,
  sealed_secret text,
  failing_since timestamp(3) with time zone,
  failed_for text,
  revision integer not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  changed_at timestamp(3) with time zone not null default engine_now(),
  constraint notification_channel_name UNIQUE (tenant_id, name),
  constraint notification_channel_pkey PRIMARY KEY (id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON notification_channel FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');

create table notification_condition (
  job_id uuid not null,
  tenant_id uuid not null,
  conditions json not null,
  constraint notification_condition_pkey PRIMARY KEY (job_id),
  constraint notification_condition_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE
) with (fillfactor=80);

create table notification_cursor (
  tenant_id uuid not null,
  position bigint not null,
  watched_at timestamp(3) with time zone not null default engine_now(),
  constraint notification_cursor_pkey PRIMARY KEY (tenant_id)
) with (fillfactor=50);

create table notification_webhook_condition (
  endpoint_id uuid not null,
  tenant_id uuid not null,
  conditions json not null,
  constraint notification_webhook_condition_pkey PRIMARY KEY (endpoint_id),
  constraint notification_webhook_condition_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id) ON DELETE CASCADE
) with (fillfactor=80);

create table outbox (
  id bigint not null generated by default as identity,
  topic text not null,
  payload json not null,
  added_at timestamp(3) with time zone not null default engine_now(),
  trace text,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table outcome (
  id bigint not null generated by default as identity,
  execution_id uuid not null,
  chunk_id uuid not null,
  page_no integer not null,
  position integer not null,
  external_id text,
  outcome text not null,
  problem json,
  raw text,
  constraint outcome_pkey PRIMARY KEY (id)
);
CREATE INDEX outcome_execution ON outcome USING btree (execution_id, id);

create table page_result (
  chunk_id uuid not null,
  page_no integer not null,
  attempt integer not null,
  cursor_in text,
  cursor_out text,
  observed_at timestamp(3) with time zone not null,
  applied_at timestamp(3) with time zone not null,
  created integer not null,
  updated integer not null,
  unchanged integer not null,
  merged integer not null,
  reactivated integer not null,
  conflicted integer not null,
  rejected integer not null,
  refused integer not null,
  errored integer not null,
  parked integer not null,
  superseded integer not null,
  seen bigint[] not null,
  generation integer not null default 0,
  excluded integer not null default 0,
  planned integer not null default 0,
  retried integer not null default 0,
  inactivated integer not null default 0,
  in_doubt integer not null default 0,
  constraint page_result_pkey PRIMARY KEY (chunk_id, page_no)
);
CREATE TRIGGER page_result_applied AFTER INSERT ON page_result REFERENCING NEW TABLE AS applied FOR EACH STATEMENT EXECUTE FUNCTION keep_page_facts();

create table page_spill (
  id uuid not null default gen_random_uuid(),
  kept_at timestamp with time zone not null default engine_now(),
  value bytea not null,
  constraint page_spill_pkey PRIMARY KEY (id)
);
CREATE INDEX page_spill_kept ON page_spill USING btree (kept_at);

create table pairing (
  job_id uuid not null,
  tenant_id uuid not null,
  plan_id uuid,
  state text not null,
  constraint pairing_pkey PRIMARY KEY (job_id),
  constraint pairing_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);

create table pairing_record (
  plan_id uuid not null,
  tenant_id uuid not null,
  side text collate "C" not null,
  id text collate "C" not null,
  key uuid,
  differs boolean not null default false,
  is_late boolean not null default false,
  decided text,
  partner text collate "C",
  constraint pairing_record_pkey PRIMARY KEY (plan_id, side, id)
);
CREATE INDEX pairing_record_key ON pairing_record USING btree (plan_id, key) WHERE (key IS NOT NULL);

create table past_execution (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  job_revision integer not null,
  constraint past_execution_pkey PRIMARY KEY (id)
);
CREATE INDEX past_execution_tenant ON past_execution USING btree (tenant_id);

create table plan (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  job_revision integer not null,
  execution_id uuid not null,
  carried_out_by uuid,
  scope json not null,
  slices json not null,
  state text not null,
  summary json not null,
  decided_by text,
  decided_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  constraint plan_pkey PRIMARY KEY (id),
  constraint plan_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE INDEX plan_expires ON plan USING btree (expires_at);
CREATE INDEX plan_job ON plan USING btree (job_id, id);

create table plan_change (
  id bigint not null generated by default as identity,
  plan_id uuid not null,
  external_id text,
  bucket text not null,
  fields json,
  problem json,
  record_id bigint,
  constraint plan_change_pkey PRIMARY KEY (id)
);
CREATE INDEX plan_change_plan ON plan_change USING btree (plan_id, id);

create table plan_page (
  plan_id uuid not null,
  chunk_id uuid not null,
  page_no integer not null,
  counts json not null,
  entries bytea not null,
  wanted json,
  constraint plan_page_pkey PRIMARY KEY (plan_id, chunk_id, page_no)
);

create table projection (
  reference_id bigint not null,
  tenant_id uuid not null,
  record_id bigint not null,
  data jsonb not null,
  changed_at jsonb not null,
  written_at timestamp(3) with time zone not null default engine_now(),
  constraint projection_pkey PRIMARY KEY (reference_id)
);
CREATE INDEX projection_record ON projection USING btree (tenant_id, record_id, reference_id);

create table push_intent (
  id uuid not null,
  tenant_id uuid not null,
  job_id uuid not null,
  set_id integer not null,
  record_id bigint not null,
  record_version integer not null,
  reference_id bigint,
  external_id text collate "C",
  kind text not null,
  version text,
  data json not null,
  sent json not null,
  call_key uuid not null,
  call_position integer not null,
  state text not null,
  rounds integer not null default 0,
  execution_id uuid not null,
  chunk_id uuid not null,
  page_cursor text not null,
  planned_at timestamp(3) with time zone not null default engine_now(),
  sent_at timestamp(3) with time zone,
  absent_at timestamp(3) with time zone,
  answered_at timestamp(3) with time zone,
  applied_at timestamp(3) with time zone,
  result json,
  settled_by text,
  settled_for text,
  agreed json,
  decided_on json,
  whole json,
  constraint push_intent_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX push_intent_applied ON push_intent USING btree (applied_at) WHERE (state = 'applied'::text);
CREATE INDEX push_intent_call ON push_intent USING btree (call_key);
CREATE INDEX push_intent_open ON push_intent USING btree (job_id, id) WHERE (state <> 'applied'::text);
CREATE INDEX push_intent_record ON push_intent USING btree (record_id);
CREATE INDEX push_intent_unmet ON push_intent USING btree (chunk_id) WHERE ((result ->> 'kind'::text) = ANY (ARRAY['moved'::text, 'gone'::text]));
CREATE UNIQUE INDEX push_intent_unresolved ON push_intent USING btree (set_id, record_id) WHERE (state <> 'applied'::text);

create table push_page (
  chunk_id uuid not null,
  cursor_in text not null,
  tenant_id uuid not null,
  cursor_out text,
  entries json not null,
  constraint push_page_pkey PRIMARY KEY (chunk_id, cursor_in)
);

create table quota_ledger (
  connection_id uuid not null,
  state json not null,
  constraint quota_ledger_pkey PRIMARY KEY (connection_id)
) with (fillfactor=50);

create table record (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  record_type text not null,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default engine_now(),
  updated_at timestamp(3) with time zone not null default engine_now(),
  data jsonb not null,
  inactive_at timestamp(3) with time zone,
  merged_into bigint,
  inactive_cause text,
  constraint record_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX record_inactive ON record USING btree (record_type, id) WHERE (inactive_at IS NOT NULL);
CREATE INDEX record_merged ON record USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX record_of_type ON record USING btree (record_type, id);
CREATE TRIGGER record_bases AFTER UPDATE ON record REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION capture_bases();
CREATE TRIGGER record_created_told AFTER INSERT ON record REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_record_facts();
CREATE TRIGGER record_delete BEFORE DELETE ON record FOR EACH ROW WHEN (is_local_write()) EXECUTE FUNCTION keep_tombstone();
CREATE TRIGGER record_edit BEFORE UPDATE ON record FOR EACH ROW WHEN (((new.version = old.version) AND is_local_write())) EXECUTE FUNCTION edit_record();
CREATE TRIGGER record_inserted AFTER INSERT ON record REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION capture_inserted();
CREATE TRIGGER record_kept_columns BEFORE UPDATE OF id, tenant_id, record_type, version, created_at, merged_into ON record FOR EACH STATEMENT EXECUTE FUNCTION refuse_kept_columns();
CREATE TRIGGER record_truncate BEFORE TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER record_updated AFTER UPDATE ON record REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION capture_updated();
CREATE TRIGGER record_updated_told AFTER UPDATE ON record REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_record_facts();

create table record_change (
  id bigint not null generated by default as identity,
  execution_id uuid,
  record_id bigint not null,
  reference_id bigint,
  version_before integer not null,
  data_before jsonb not null,
  changed_at timestamp(3) with time zone not null,
  actor text,
  action text,
  said_by jsonb,
  merge_ids bigint[],
  undone_merge_id bigint,
  constraint record_change_action_check CHECK ((action = ANY (ARRAY['created'::text, 'changed'::text, 'deleted'::text, 'restored'::text])))
);
CREATE INDEX record_change_execution ON record_change USING btree (execution_id, id) WHERE (execution_id IS NOT NULL);
CREATE INDEX record_change_record ON record_change USING btree (record_id, id);

create table record_creation (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  execution_id uuid not null,
  record_ids int8multirange not null,
  constraint record_creation_pkey PRIMARY KEY (id)
);
CREATE INDEX record_creation_execution ON record_creation USING btree (execution_id);
CREATE INDEX record_creation_records ON record_creation USING gist (record_ids);

create table record_erasure (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  record_id bigint not null,
  version integer not null,
  connection_ids uuid[] not null,
  counts json not null,
  actor text not null,
  reason text,
  erased_at timestamp(3) with time zone not null default engine_now(),
  lifted_at timestamp(3) with time zone,
  lifted_by text,
  constraint record_erasure_pkey PRIMARY KEY (id)
);
CREATE INDEX record_erasure_record ON record_erasure USING btree (record_id, id);

create table record_link (
  id bigint not null generated by default as identity,
  from_reference bigint not null,
  name text collate "C" not null,
  to_set integer not null,
  to_external_id text collate "C" not null,
  derived boolean not null,
  since timestamp(3) with time zone not null default engine_now(),
  ended_at timestamp(3) with time zone,
  constraint record_link_key UNIQUE (from_reference, name, to_set, to_external_id),
  constraint record_link_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX record_link_holds ON record_link USING btree (from_reference, id) WHERE (ended_at IS NULL);
CREATE INDEX record_link_to ON record_link USING btree (to_set, to_external_id);

create table record_merge (
  id bigint not null generated by default as identity,
  tenant_id uuid not null,
  record_type text not null,
  survivor_id bigint not null,
  absorbed_id bigint,
  reference_ids bigint[] not null,
  rule text,
  score real,
  why jsonb not null,
  execution_id uuid,
  actor text,
  merged_at timestamp(3) with time zone not null default engine_now(),
  survivor_before jsonb not null,
  absorbed_before jsonb,
  undone_at timestamp(3) with time zone,
  undone_by text,
  transaction xid8 default pg_current_xact_id(),
  constraint record_merge_pkey PRIMARY KEY (id)
);
CREATE INDEX record_merge_absorbed ON record_merge USING btree (absorbed_id, id) WHERE (absorbed_id IS NOT NULL);
CREATE INDEX record_merge_survivor ON record_merge USING btree (survivor_id, id);
CREATE INDEX record_merge_tenant ON record_merge USING btree (tenant_id, id);

create table record_type (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  revision integer not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  keys_of text,
  keys_after bigint not null default 0,
  keys_complete_at timestamp(3) with time zone,
  constraint record_type_name UNIQUE (tenant_id, name),
  constraint record_type_pkey PRIMARY KEY (id),
  constraint record_type_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint record_type_revision_check CHECK ((revision >= 1))
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON record_type FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');

create table record_type_revision (
  record_type_id uuid not null,
  revision integer not null,
  schema json,
  created_at timestamp(3) with time zone not null default engine_now(),
  match json,
  sensitive text[] not null default '{}'::text[],
  constraint record_type_revision_pkey PRIMARY KEY (record_type_id, revision),
  constraint record_type_revision_record_type_id_fkey FOREIGN KEY (record_type_id) REFERENCES record_type(id) ON DELETE CASCADE
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON record_type_revision FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('record_type_id', 'revision');

create table record_view (
  tenant_id uuid not null,
  record_type text not null,
  columns jsonb not null,
  made_from text not null,
  problem text,
  made_at timestamp(3) with time zone not null default engine_now(),
  constraint record_view_pkey PRIMARY KEY (tenant_id, record_type),
  constraint record_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);

create table reference_base (
  reference_id bigint not null,
  tenant_id uuid not null,
  sent json,
  received json,
  agreed_at timestamp(3) with time zone not null,
  agreed json,
  constraint reference_base_pkey PRIMARY KEY (reference_id)
) with (fillfactor=80);

create table reference_set (
  id integer not null generated by default as identity,
  tenant_id uuid not null,
  connection_id uuid not null,
  stream text not null,
  record_type text not null,
  mapped_as text,
  rule text not null default ''::text,
  parent_type text not null default ''::text,
  is_written boolean not null default false,
  constraint reference_set_key UNIQUE (connection_id, stream, record_type, parent_type, rule),
  constraint reference_set_pkey PRIMARY KEY (id),
  constraint reference_set_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id)
);
CREATE INDEX reference_set_record_type ON reference_set USING btree (record_type);

create table schedule_slot (
  job_id uuid not null,
  due_at timestamp(3) with time zone not null,
  decision text not null,
  trigger_id uuid,
  decided_at timestamp(3) with time zone not null default engine_now(),
  reason text,
  constraint schedule_slot_pkey PRIMARY KEY (job_id, due_at),
  constraint schedule_slot_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);

create table secret_reference (
  tenant_id uuid not null,
  reference text not null,
  destinations jsonb not null,
  bound_by text not null,
  bound_at timestamp(3) with time zone not null default engine_now(),
  constraint secret_reference_pkey PRIMARY KEY (tenant_id, reference)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON secret_reference FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('reference');

create table store_place (
  is_only boolean not null default true,
  place text not null,
  seen_at timestamp(3) with time zone not null default engine_now(),
  constraint store_place_pkey PRIMARY KEY (is_only),
  constraint store_place_is_only_check CHECK (is_only)
);

create table stream_shape (
  tenant_id uuid not null,
  connection_id uuid not null,
  stream text not null,
  version integer not null,
  seen json not null,
  accepted_version integer not null,
  accepted json,
  sampled boolean not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  counted_at timestamp(3) with time zone not null default engine_now(),
  constraint stream_shape_pkey PRIMARY KEY (connection_id, stream),
  constraint stream_shape_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id) ON DELETE CASCADE,
  constraint stream_shape_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint stream_shape_check CHECK ((accepted_version <= version)),
  constraint stream_shape_version_check CHECK ((version >= 0))
);

create table stream_shape_version (
  connection_id uuid not null,
  stream text not null,
  version integer not null,
  changes json not null,
  change_count integer not null,
  execution_id uuid not null,
  seen_at timestamp(3) with time zone not null default engine_now(),
  constraint stream_shape_version_pkey PRIMARY KEY (connection_id, stream, version),
  constraint stream_shape_version_connection_id_stream_fkey FOREIGN KEY (connection_id, stream) REFERENCES stream_shape(connection_id, stream) ON DELETE CASCADE
);

create table stuck_message (
  id bigint not null generated by default as identity,
  topic text not null,
  service text not null,
  key text not null,
  payload bytea not null,
  attempts integer not null,
  error text not null,
  kept_at timestamp(3) with time zone not null default engine_now(),
  constraint stuck_message_pkey PRIMARY KEY (id)
);

create table sync_group (
  id uuid not null,
  tenant_id uuid not null,
  name text not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  constraint sync_group_name UNIQUE (tenant_id, name),
  constraint sync_group_pkey PRIMARY KEY (id),
  constraint sync_group_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON sync_group FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');

create table sync_group_job (
  group_id uuid not null,
  job_id uuid not null,
  ordinal integer not null,
  constraint sync_group_job_pkey PRIMARY KEY (group_id, job_id),
  constraint sync_group_job_group_id_fkey FOREIGN KEY (group_id) REFERENCES sync_group(id),
  constraint sync_group_job_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON sync_group_job FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('group_id', 'job_id');

create table tenant (
  id uuid not null,
  name text not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  removed_at timestamp(3) with time zone,
  removed_by text,
  constraint tenant_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tenant_name ON tenant USING btree (name);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON tenant FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'name');

create table trigger (
  id uuid not null,
  job_id uuid not null,
  kind text not null,
  actor text not null,
  external_ids json,
  mode text,
  state text not null default 'accepted'::text,
  execution_id uuid,
  accepted_at timestamp(3) with time zone not null default engine_now(),
  failure_ids json,
  retry_of uuid,
  preview boolean not null default false,
  plan_id uuid,
  period json,
  approval_id uuid,
  asked text,
  priority text,
  delivery_ids json,
  constraint trigger_settled TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint trigger_pkey PRIMARY KEY (id),
  constraint trigger_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE INDEX trigger_answered ON trigger USING btree (accepted_at) WHERE (state <> 'accepted'::text);
CREATE INDEX trigger_unanswered ON trigger USING btree (accepted_at) WHERE (state = 'accepted'::text);
CREATE CONSTRAINT TRIGGER trigger_settled AFTER UPDATE OF state ON trigger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.state = 'accepted'::text) AND (new.state <> 'accepted'::text))) EXECUTE FUNCTION keep_settled_trigger_fact();

create table trigger_message (
  id bigint not null,
  tenant_id uuid not null,
  topic text not null,
  partition integer not null,
  position bigint not null,
  written_at timestamp(3) with time zone not null,
  job_id uuid,
  source text,
  event_id text,
  type text,
  state text not null,
  trigger_ids uuid[] not null default '{}'::uuid[],
  code text,
  message text,
  received_at timestamp(3) with time zone not null default engine_now(),
  constraint trigger_message_place UNIQUE NULLS NOT DISTINCT (topic, partition, "position", written_at, job_id),
  constraint trigger_message_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX trigger_message_event ON trigger_message USING btree (tenant_id, source, event_id) WHERE ((state <> 'rejected'::text) AND (event_id IS NOT NULL));
CREATE INDEX trigger_message_listed ON trigger_message USING btree (tenant_id, state, id);
CREATE INDEX trigger_message_received ON trigger_message USING btree (received_at);
CREATE INDEX trigger_message_triggers ON trigger_message USING gin (trigger_ids) WHERE (trigger_ids <> '{}'::uuid[]);

create table trigger_topic (
  tenant_id uuid not null,
  topic text not null,
  state text not null,
  why text,
  changed_at timestamp(3) with time zone not null default engine_now(),
  seen_at timestamp(3) with time zone not null default engine_now(),
  accepted bigint not null default 0,
  ignored bigint not null default 0,
  repeated bigint not null default 0,
  rejected bigint not null default 0,
  rejected_since timestamp(3) with time zone,
  rejected_kept integer not null default 0,
  rejected_at timestamp(3) with time zone,
  received_at timestamp(3) with time zone,
  constraint trigger_topic_pkey PRIMARY KEY (tenant_id, topic)
) with (fillfactor=80);

create table watermark (
  job_id uuid not null,
  kind text not null,
  value text not null,
  execution_id uuid,
  saved_at timestamp(3) with time zone not null,
  actor text,
  constraint watermark_pkey PRIMARY KEY (job_id),
  constraint watermark_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON watermark FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('job_id');

create table watermark_history (
  id bigint not null generated by default as identity,
  job_id uuid not null,
  kind text,
  value text,
  execution_id uuid,
  saved_at timestamp(3) with time zone not null,
  actor text,
  constraint watermark_history_pkey PRIMARY KEY (id),
  constraint watermark_history_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id)
);
CREATE INDEX watermark_history_job ON watermark_history USING btree (job_id, id);

create table webhook_delivery (
  endpoint_id uuid not null,
  delivery_id text not null,
  state text not null,
  body text not null,
  trigger_ids uuid[] not null,
  received_at timestamp(3) with time zone not null default engine_now(),
  external_ids text[] not null,
  id bigint not null,
  stream text,
  kind text,
  change text not null default 'changed'::text,
  why text,
  times integer not null default 1,
  believed text not null default 'nothing'::text,
  constraint webhook_delivery_pkey PRIMARY KEY (endpoint_id, delivery_id),
  constraint webhook_delivery_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id)
);
CREATE INDEX webhook_delivery_listed ON webhook_delivery USING btree (endpoint_id, id);
CREATE INDEX webhook_delivery_received ON webhook_delivery USING btree (received_at);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery USING btree (id) WHERE (state = 'waiting'::text);

create table webhook_endpoint (
  id uuid not null,
  connection_id uuid not null,
  stream text not null,
  token text not null,
  sealed_secret text not null,
  id_paths text[] not null,
  created_at timestamp(3) with time zone not null default engine_now(),
  closed_at timestamp(3) with time zone,
  refused_since timestamp(3) with time zone,
  refused_at timestamp(3) with time zone,
  refused_for text,
  rules jsonb not null default '{"kinds": [], "scheme": "detect", "signing": null, "kindPath": null, "kindHeader": null, "replayWindowSeconds": 300}'::jsonb,
  previous_until timestamp(3) with time zone,
  revision integer not null default 1,
  constraint webhook_endpoint_token UNIQUE (token),
  constraint webhook_endpoint_pkey PRIMARY KEY (id),
  constraint webhook_endpoint_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connection(id)
);
CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON webhook_endpoint FOR EACH ROW WHEN ((NULLIF(current_setting('audit'::text, true), ''::text) IS NOT NULL)) EXECUTE FUNCTION audit_row('id', 'connection_id', 'stream');
