-- safe while the previous release runs

-- Stored records of a type that are held against its match rules: first everything is looked at, then what that showed is merged.
create table dedupe_run (
  id uuid primary key,
  tenant_id uuid not null,
  record_type text not null,
  -- Null: all records of the type.
  job_id uuid,
  phase text not null check (phase in ('preview', 'merge')),
  state text not null check (state in ('running', 'ready', 'paused', 'completed', 'cancelled', 'failed')),
  revision int not null,
  -- A digest of the match settings that it goes by.
  keys_of text not null,
  -- The record behind which it goes on, and the last that it looks at.
  after bigint not null,
  until bigint not null,
  compared int not null,
  merged int not null,
  moved int not null,
  in_review int not null,
  kept_apart int not null,
  unchanged int not null,
  -- The same of its preview; null: that is not done.
  previewed json,
  actor text not null,
  requested_at timestamptz(3) not null,
  ended_at timestamptz(3),
  problem text,
  check (compared = merged + moved + in_review + kept_apart + unchanged)
);
create index dedupe_run_tenant on dedupe_run (tenant_id, requested_at desc, id desc);
create index dedupe_run_due on dedupe_run (requested_at) where state = 'running';

-- What its preview showed, the older record first; a record that it merged gives its place to the survivor. Without a cause: the two would be merged.
create table dedupe_pair (
  run_id uuid not null references dedupe_run on delete cascade,
  one_id bigint not null,
  other_id bigint not null,
  rule text not null,
  score real not null,
  why jsonb not null,
  cause text,
  primary key (run_id, one_id, other_id)
);
create index dedupe_pair_other on dedupe_pair (run_id, other_id);
