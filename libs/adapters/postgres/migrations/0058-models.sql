-- safe while the previous release runs

-- The language model that is asked about conflicts of a tenant.
create table model (
  tenant_id uuid primary key,
  id uuid not null,
  base_url text not null,
  name text not null,
  -- Sealed like the credentials of connections; null: its server asks for none.
  sealed_key text,
  timeout_ms int not null,
  calls_per_day int not null,
  tokens_per_day int not null,
  calls_per_run int not null,
  tokens_per_run int not null,
  revision int not null,
  changed_at timestamptz(3) not null default engine_now()
);

-- What a model was asked, counted before it is asked: what it may take at most, and once it has answered what it took.
create table model_call (
  id uuid primary key,
  tenant_id uuid not null,
  conflict_id uuid not null,
  execution_id uuid,
  calls int not null,
  tokens int not null,
  asked_at timestamptz(3) not null default engine_now(),
  answered_at timestamptz(3)
);
create index model_call_asked on model_call (asked_at);
create index model_call_run on model_call (execution_id);

-- The execution that found it as it is.
alter table conflict add column execution_id uuid;
