-- safe while the previous release runs

-- More records are gone than a run may inactivate by itself: they wait for a person.
create table approval (
  id uuid primary key,
  tenant_id uuid not null,
  job_id uuid not null references job,
  -- The execution that found them, and the one that carried out what was granted.
  execution_id uuid not null references execution,
  carried_out_by uuid,
  state text not null,
  candidates int not null,
  active int not null,
  ceiling int not null,
  requested_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by text,
  reason text
);
create index approval_job on approval (job_id, id);
create unique index approval_execution on approval (execution_id);

alter table trigger add column approval_id uuid;
-- Set where nothing was listed: what was granted is carried out.
alter table close_out add column approval_id uuid;
