-- safe while the previous release runs

-- Rows stay when their record is gone at the provider, with their last payload; what reappears is active again.
alter table record add column inactive_at timestamptz(3);
create index record_inactive on record (record_type, id) where inactive_at is not null;
alter table external_reference add column inactive_at timestamptz(3);
alter table external_reference add column inactive_cause text;
alter table external_reference add column inactive_by uuid;

-- A listing whose cursor expired starts over: only pages of the chunk's own generation say what is there.
alter table chunk add column generation int not null default 0;
alter table page_result add column generation int not null default 0;
-- What the connector says of the stream that the chunk reads.
alter table chunk add column declared json;

-- What was decided about records that a listing no longer had, once it had ended.
create table close_out (
  execution_id uuid primary key references execution,
  job_id uuid not null references job,
  complete boolean not null,
  reason text,
  -- Records that were active when the run began.
  active int not null,
  candidates int not null,
  -- References changed since then are no candidates any more.
  since timestamptz(3) not null,
  judged_at timestamptz(3) not null
);
create index close_out_job on close_out (job_id, judged_at) where complete;

-- The frozen candidates, packed: those that had been missing before come first.
create table close_out_page (
  execution_id uuid not null,
  page_no int not null,
  reference_ids bigint[] not null,
  -- One for each in their order, as codes; null while nothing is decided.
  verdicts smallint[],
  primary key (execution_id, page_no)
);
