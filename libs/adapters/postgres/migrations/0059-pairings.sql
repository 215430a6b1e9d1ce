-- safe while the previous release runs

-- How far a job has come with finding which records of its two sides are one, by which plan.
create table pairing (
  job_id uuid primary key references job,
  tenant_id uuid not null,
  -- Null: no run has made one yet, and records are asked for that wait for it.
  plan_id uuid,
  state text not null
);

-- Records of one side without a reference, while a pairing is planned and carried out, and those that are left of it.
create table pairing_record (
  plan_id uuid not null,
  tenant_id uuid not null,
  -- 'here': `id` is that of a record. 'there': that of the provider.
  side text collate "C" not null,
  id text collate "C" not null,
  -- A keyed hash of what it is known by; null: it lacks that.
  key uuid,
  -- Whether it is not as the record here that has its key.
  differs boolean not null default false,
  -- It came after the plan was made.
  is_late boolean not null default false,
  -- What a person said of it, and with which record of the other side it is one.
  decided text,
  partner text collate "C",
  primary key (plan_id, side, id)
);
create index pairing_record_key on pairing_record (plan_id, key) where key is not null;

-- Of a push: the record that would be written at the provider, or that is found to be one with it.
alter table plan_change add column record_id bigint;
