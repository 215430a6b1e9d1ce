-- safe while the previous release runs

-- A removed job stays, for its executions and their receipts are history; its name and its stream may be used again.
-- Where its references are dropped (`detaching`) its stream may be once that is done.
alter table job
  add column removed_at timestamptz(3),
  add column removed_by text,
  add column detaching boolean not null default false,
  -- Everything that the removal leads to is done.
  add column settled boolean not null default false;

alter table job drop constraint job_name;
create unique index job_name on job (tenant_id, name) where removed_at is null;

drop index job_inbound_stream;
create unique index job_inbound_stream on job (connection_id, stream, record_type)
  where direction = 'inbound' and (removed_at is null or detaching);

create index job_unsettled on job (id) where removed_at is not null and not settled;
