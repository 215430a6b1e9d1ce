-- safe while the previous release runs

-- What documents of configuration have to do with connections, record types, jobs, groups and notification channels.
create table configured_object (
  tenant_id uuid not null,
  kind text not null,
  object_id uuid not null,
  -- The set of documents that manages it; null: none does.
  managed_by text,
  -- Under which references its secrets were given, by their paths.
  secret_references jsonb not null default '{}',
  -- Who edited it last although it is managed.
  forced_by text,
  forced_at timestamptz(3),
  primary key (tenant_id, kind, object_id)
);
create trigger audit after insert or update or delete on configured_object for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('kind', 'object_id');

-- Where the secrets to which references lead may be sent: where each was used for first.
create table secret_reference (
  tenant_id uuid not null,
  reference text not null,
  destinations jsonb not null,
  bound_by text not null,
  bound_at timestamptz(3) not null default engine_now(),
  primary key (tenant_id, reference)
);
create trigger audit after insert or update or delete on secret_reference for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('reference');
