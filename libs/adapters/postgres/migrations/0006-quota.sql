-- safe while the previous release runs

-- What the provider allows and how failed calls are tried again, whatever the connector.
alter table connection add column quota jsonb, add column retry jsonb;

-- One row for each credential that is limited: a lease locks it, decides, and writes it back. Small and often written, so
-- every write is in place (HOT); losing the last ones in a crash loses no more than what a grant may be wrong by, for the
-- server takes longer to come back than a grant lasts.
create table quota_ledger (
  connection_id uuid primary key,
  state json not null
) with (fillfactor = 50);

-- One row for each connection whose breaker was ever opened.
create table breaker_state (
  connection_id uuid primary key,
  state text not null,
  probe_at timestamptz(3),
  probe_holder text,
  probe_until timestamptz(3)
);
