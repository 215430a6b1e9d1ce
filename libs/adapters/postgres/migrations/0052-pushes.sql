-- safe while the previous release runs

-- Records of which it is not known yet whether the provider took them.
alter table chunk add column in_doubt int not null default 0;
alter table page_result add column in_doubt int not null default 0;

-- One job has a set: one that reads it, or one that writes it, or one that does both.
drop index job_inbound_stream;
create unique index job_inbound_stream on job (connection_id, stream, record_type) where removed_at is null or detaching;

-- Its references say where a record was written to, and nothing of whether the record is here.
alter table reference_set add column is_written boolean not null default false;

-- What is to be written, kept before it is sent, and what the provider said to it.
create table push_intent (
  id uuid primary key,
  tenant_id uuid not null,
  job_id uuid not null,
  set_id int not null,
  record_id bigint not null,
  record_version int not null,
  reference_id bigint,
  external_id text collate "C",
  kind text not null,
  -- The version of the provider's record that it was decided on, where the provider checks it.
  version text,
  -- What the call holds, and what the provider then has of all fields of the mapping.
  data json not null,
  sent json not null,
  -- The call that it goes with, its key, and the place in it.
  call_key uuid not null,
  call_position int not null,
  state text not null,
  -- How often it was made anew because the provider had another version.
  rounds int not null default 0,
  execution_id uuid not null,
  chunk_id uuid not null,
  -- The place of its page in the chunk; empty: the first.
  page_cursor text not null,
  planned_at timestamptz(3) not null default engine_now(),
  sent_at timestamptz(3),
  absent_at timestamptz(3),
  answered_at timestamptz(3),
  applied_at timestamptz(3),
  -- What the provider said, as the engine understood it.
  result json,
  settled_by text,
  settled_for text
) with (fillfactor = 80);
create unique index push_intent_unresolved on push_intent (set_id, record_id) where state <> 'applied';
create index push_intent_open on push_intent (job_id, id) where state <> 'applied';
create index push_intent_record on push_intent (record_id);
create index push_intent_call on push_intent (call_key);
create index push_intent_applied on push_intent (applied_at) where state = 'applied';

-- A page of a push as it was frozen, until it is applied: what was looked at, and what was decided of it.
create table push_page (
  chunk_id uuid not null,
  cursor_in text not null,
  tenant_id uuid not null,
  cursor_out text,
  entries json not null,
  primary key (chunk_id, cursor_in)
);

-- What was agreed on last with the provider about a record that is written to it: what was sent, and what came back.
create table reference_base (
  reference_id bigint primary key,
  tenant_id uuid not null,
  sent json not null,
  received json,
  agreed_at timestamptz(3) not null
) with (fillfactor = 80);
