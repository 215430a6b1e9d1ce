-- safe while the previous release runs

-- Where people want to be told.
create table notification_channel (
  id uuid primary key,
  tenant_id uuid not null,
  name text not null,
  kind text not null,
  place text not null,
  mail json,
  subscriptions json not null,
  digest_minutes int not null,
  sealed_secret text,
  -- Since when it takes nothing, and why; null: what it was sent last it took.
  failing_since timestamptz(3),
  failed_for text,
  revision int not null,
  created_at timestamptz(3) not null default engine_now(),
  changed_at timestamptz(3) not null default engine_now(),
  constraint notification_channel_name unique (tenant_id, name)
);

-- How far the events of a tenant were looked at. Its holder alone decides what people are told.
create table notification_cursor (
  tenant_id uuid primary key,
  position bigint not null,
  watched_at timestamptz(3) not null default engine_now()
) with (fillfactor = 50);

-- What is the case with a job until it is over: it is told when it begins.
create table notification_condition (
  job_id uuid primary key references job(id) on delete cascade,
  tenant_id uuid not null,
  conditions json not null
) with (fillfactor = 80);

-- What people are told: ids, names, counts and codes, no values of records.
create table notification (
  id uuid primary key,
  tenant_id uuid not null,
  channel_id uuid not null references notification_channel(id) on delete cascade,
  kind text not null,
  job_id uuid,
  connection_id uuid,
  about json not null,
  count int not null default 1,
  since timestamptz(3) not null,
  at timestamptz(3) not null,
  facts json not null,
  state text not null default 'waiting',
  -- When it is told at the earliest; later attempts do not change it.
  planned_at timestamptz(3) not null,
  -- Of the next attempt; while one is under way, when it is taken for lost.
  due_at timestamptz(3) not null,
  attempts int not null default 0,
  first_attempt_at timestamptz(3),
  ended_at timestamptz(3),
  -- Of the last attempt that failed.
  code text,
  message text,
  created_at timestamptz(3) not null default engine_now()
) with (fillfactor = 80);
create index notification_due on notification (due_at) where state = 'waiting';
create index notification_newest on notification (channel_id, kind, (coalesce(job_id, connection_id)), planned_at desc);
create index notification_listed on notification (tenant_id, id);
create index notification_created on notification (created_at);
