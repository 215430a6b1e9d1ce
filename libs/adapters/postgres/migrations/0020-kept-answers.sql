-- safe while the previous release runs

-- Answers of providers that can be asked about: while nothing changed there, the provider does not send them again.
create table kept_answer (
  connection_id uuid not null references connection on delete cascade,
  address text not null,
  etag text,
  last_modified text,
  headers json not null,
  body bytea not null,
  kept_at timestamptz(3) not null default engine_now(),
  primary key (connection_id, address)
);

-- Calls that were answered with "not modified".
alter table call_tally add column not_modified int not null default 0;
