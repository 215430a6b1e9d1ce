-- safe while the previous release runs

-- Values of messages that no broker with the usual limit of 1 MB takes; a message refers to them. Compressed already.
create table page_spill (
  id uuid primary key default gen_random_uuid(),
  kept_at timestamptz not null default engine_now(),
  value bytea not null
);
alter table page_spill alter column value set storage external;
create index page_spill_kept on page_spill (kept_at);
