-- safe while the previous release runs

-- A removed connection stays as long as something refers to it: its jobs, what they keep of its streams, its endpoints. Its name may be
-- used again; what its calls left is cleared away once none of its runs goes on (`settled`).
alter table connection
  add column removed_at timestamptz(3),
  add column removed_by text,
  add column settled boolean not null default false;

alter table connection drop constraint connection_name;
create unique index connection_name on connection (tenant_id, name) where removed_at is null;
create index connection_unsettled on connection (id) where removed_at is not null and not settled;

-- Deliveries to a closed endpoint are answered as those to an address that never was.
alter table webhook_endpoint add column closed_at timestamptz(3);
