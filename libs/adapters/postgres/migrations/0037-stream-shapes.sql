-- safe while the previous release runs

-- What the records of a stream look like. A process of the previous release looks at none, so that what it reads is seen by a later run.
create table stream_shape (
  tenant_id uuid not null references tenant,
  connection_id uuid not null references connection on delete cascade,
  stream text not null,
  version int not null check (version >= 0),
  -- As json: the order of its names is the order in which they were first seen.
  seen json not null,
  accepted_version int not null check (accepted_version <= version),
  -- The shape of that version; null: it is the newest.
  accepted json,
  sampled boolean not null,
  created_at timestamptz(3) not null default engine_now(),
  counted_at timestamptz(3) not null default engine_now(),
  primary key (connection_id, stream)
);

create table stream_shape_version (
  connection_id uuid not null,
  stream text not null,
  version int not null,
  -- What this version has and the one before had not, as far as it is told.
  changes json not null,
  change_count int not null,
  execution_id uuid not null,
  seen_at timestamptz(3) not null default engine_now(),
  primary key (connection_id, stream, version),
  foreign key (connection_id, stream) references stream_shape on delete cascade
);
