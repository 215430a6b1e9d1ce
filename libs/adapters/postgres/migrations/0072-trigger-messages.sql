-- safe while the previous release runs

-- Messages with which other systems asked for runs, and those that could not be taken; what they say of records is not kept, for it is still in Kafka.
create table trigger_message (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  topic text not null,
  partition int not null,
  position bigint not null,
  written_at timestamptz(3) not null,
  -- The job that listens to its topic and could not read it; null: it was sent to a trigger topic.
  job_id uuid,
  -- Together they name the event; null where it is none.
  source text,
  event_id text,
  type text,
  state text not null,
  trigger_ids uuid[] not null default '{}',
  -- Why it was rejected.
  code text,
  message text,
  received_at timestamptz(3) not null default engine_now(),
  -- A topic that was made anew has the same positions at other times.
  constraint trigger_message_place unique nulls not distinct (topic, partition, position, written_at, job_id)
);
-- What was rejected may be sent again under its name.
create unique index trigger_message_event on trigger_message (tenant_id, source, event_id) where state <> 'rejected' and event_id is not null;
create index trigger_message_listed on trigger_message (tenant_id, state, id);
create index trigger_message_received on trigger_message (received_at);

-- Topics of other systems that are listened to: how that goes, and what came of their messages.
create table trigger_topic (
  tenant_id uuid not null,
  topic text not null,
  state text not null,
  why text,
  changed_at timestamptz(3) not null default engine_now(),
  seen_at timestamptz(3) not null default engine_now(),
  accepted bigint not null default 0,
  ignored bigint not null default 0,
  repeated bigint not null default 0,
  rejected bigint not null default 0,
  rejected_since timestamptz(3),
  rejected_kept int not null default 0,
  rejected_at timestamptz(3),
  received_at timestamptz(3),
  primary key (tenant_id, topic)
) with (fillfactor = 80);
