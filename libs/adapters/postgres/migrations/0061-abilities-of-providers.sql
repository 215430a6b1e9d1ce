-- safe while the previous release runs

-- What both sides agreed on when a write was decided, where the provider checks no version; and what is sent where an update replaces the record: the record as it
-- was read just before, with what is to change laid over it.
alter table push_intent
  add column decided_on json,
  add column whole json;

-- Of a record that a job keeps in step both ways: what the engine wrote to either side lately, as far as it may be going back and forth, by the reference; and since when it
-- is left alone because it does.
create table flip_flop (
  reference_id bigint primary key,
  tenant_id uuid not null,
  job_id uuid not null,
  record_id bigint not null,
  writes json not null,
  changed_at timestamptz(3) not null,
  -- The field that goes back and forth; null: none does.
  path text,
  quarantined_at timestamptz(3)
) with (fillfactor = 80);
create index flip_flop_quarantined on flip_flop (tenant_id, quarantined_at, reference_id) where quarantined_at is not null;
create index flip_flop_watched on flip_flop (changed_at) where quarantined_at is null;
create index flip_flop_record on flip_flop (record_id);
