-- safe while the previous release runs

-- A run that is over is first marked, and is shown and resumed no more; then what it left goes in small steps, and itself last.
alter table execution add column forgotten_at timestamptz(3);
-- Where those begin that ended long ago, and those that are on their way.
create index execution_over on execution (finished_at) where finished_at is not null and forgotten_at is null;
create index execution_forgotten on execution (forgotten_at) where forgotten_at is not null;
-- What may be resumed needs what others of its job have listed since it began.
create index execution_resumable on execution (job_id, started_at) where lane = 'bulk' and status <> 'completed' and forgotten_at is null;
-- Each run that goes is looked for here.
create index approval_found_by on approval (execution_id);
create index failure_open_run on failure (last_execution_id) where state in ('retrying', 'dead', 'parked');

-- Answered long ago, decided long ago.
create index trigger_answered on trigger (accepted_at) where state <> 'accepted';
create index match_review_decided on match_review (decided_at) where state <> 'open';

-- Which job a run was of that is forgotten, for as long as the journal of a record names it.
create table past_execution (
  id uuid primary key,
  tenant_id uuid not null,
  job_id uuid not null,
  job_revision int not null
);
create index past_execution_tenant on past_execution (tenant_id);

-- How far the journal of records was looked through for what can be forgotten. It has no index by time, which each change would pay for.
create table journal_cursor (
  is_only boolean primary key default true check (is_only),
  record_id bigint not null default 0,
  change_id bigint not null default 0,
  began_at timestamptz(3)
);
