-- safe while the previous release runs

-- Who asked for what through the admin API, and what came of it. A change is written in its own transaction.
create table audit_event (
  id bigint generated always as identity primary key,
  -- Of one request; what it changed has the same.
  request_id uuid not null,
  at timestamptz(3) not null default engine_now(),
  -- Null: of no tenant, for the caller was not known.
  tenant_id uuid,
  actor text not null,
  -- As whom the caller would like to be named, which proves nothing.
  claimed text,
  -- From where it came, as the connection says.
  address text,
  operation text not null,
  -- What its path names.
  target jsonb not null default '{}',
  outcome text not null constraint audit_event_outcome check (outcome in ('done', 'refused')),
  code text,
  constraint audit_event_request unique (request_id, outcome)
);
create index audit_event_listed on audit_event (tenant_id, id);

-- What a request changed of what people set; neither secrets nor values of records.
create table audit_change (
  id bigint generated always as identity primary key,
  request_id uuid not null,
  at timestamptz(3) not null default engine_now(),
  subject text not null,
  -- By what it is known.
  key jsonb not null,
  -- Of a change only what differs; null: it was not there.
  before jsonb,
  after jsonb
);
create index audit_change_request on audit_change (request_id, id);

-- Rows are never changed, and not taken out before they are 30 days old, whatever the clock of the engine says.
create function keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at < clock_timestamp() - interval '30 days' then return old; end if;
  end if;
  raise exception 'The audit log is only added to' using errcode = 'feature_not_supported',
    hint = 'Rows may be deleted once they are 30 days old.';
end $$;
create function refuse_audit_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only added to' using errcode = 'feature_not_supported',
    hint = 'Rows may be deleted once they are 30 days old.';
end $$;
create trigger audit_event_kept before update or delete on audit_event for each row execute function keep_audit();
create trigger audit_change_kept before update or delete on audit_change for each row execute function keep_audit();
create trigger audit_event_truncate before truncate on audit_event for each statement execute function refuse_audit_truncate();
create trigger audit_change_truncate before truncate on audit_change for each statement execute function refuse_audit_truncate();

-- What differs between two rows, as one of them has it; of what is secret only that it differs.
create function audited_part(row_ jsonb, other jsonb) returns jsonb language sql immutable as $$
  select case when row_ is not null then coalesce(jsonb_object_agg(e.key, case when e.key in ('sealed', 'sealed_key', 'sealed_secret', 'token', 'hash')
    then case when jsonb_typeof(e.value) = 'null' then e.value else '"(secret)"'::jsonb end else e.value end), '{}') end
  from jsonb_each(row_) e where other is null or other -> e.key is distinct from e.value
$$;

-- Its arguments are the columns by which a row is known.
create function audit_row() returns trigger language plpgsql as $$
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
end $$;

create trigger audit after insert or update or delete on connection for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
create trigger audit after insert or update or delete on credential for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('connection_id');
create trigger audit after insert or update or delete on control for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('connection_id');
create trigger audit after insert or update or delete on job for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
create trigger audit after insert or update or delete on job_revision for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('job_id', 'revision');
create trigger audit after insert or update or delete on sync_group for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
create trigger audit after insert or update or delete on sync_group_job for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('group_id', 'job_id');
create trigger audit after insert or update or delete on record_type for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
create trigger audit after insert or update or delete on record_type_revision for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('record_type_id', 'revision');
create trigger audit after insert or update or delete on webhook_endpoint for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'connection_id', 'stream');
create trigger audit after insert or update or delete on model for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
create trigger audit after insert or update or delete on watermark for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('job_id');
create trigger audit after insert or update or delete on api_key for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name', 'prefix');
