-- safe while the previous release runs

-- Jobs that are run together, in the order of their dependencies.
create table sync_group (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  name text not null,
  created_at timestamptz(3) not null default engine_now(),
  constraint sync_group_name unique (tenant_id, name)
);
create table sync_group_job (
  group_id uuid not null references sync_group,
  job_id uuid not null references job,
  ordinal int not null,
  primary key (group_id, job_id)
);

-- One run of a group. Its status follows from the executions of its jobs, so it is stored nowhere.
create table group_run (
  id uuid primary key,
  group_id uuid not null references sync_group,
  actor text not null,
  requested_at timestamptz(3) not null default engine_now()
);
create index group_run_latest on group_run (group_id, id);
create table group_run_job (
  run_id uuid not null references group_run,
  job_id uuid not null references job,
  -- Null until its turn.
  trigger_id uuid,
  primary key (run_id, job_id)
);
create index group_run_job_waiting on group_run_job (run_id) where trigger_id is null;
