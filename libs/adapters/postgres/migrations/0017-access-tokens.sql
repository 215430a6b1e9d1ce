-- safe while the previous release runs

-- Access tokens got from providers, one row for each grant of a connection. What a refresh gives is kept before it is used, so
-- that a refresh token which the provider replaces is not lost with the process that was told.
create table access_token (
  connection_id uuid not null references connection on delete cascade,
  grant_name text not null,
  turn int not null default 0,
  refresh_until timestamptz(3),
  generation int not null default 0,
  sealed text,
  expires_at timestamptz(3),
  lifetime_ms bigint,
  kept_at timestamptz(3) not null default engine_now(),
  primary key (connection_id, grant_name)
);
