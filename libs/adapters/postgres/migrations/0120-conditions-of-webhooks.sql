-- safe while the previous release runs

-- What is the case with a webhook until it is over: it is told when it begins.
create table notification_webhook_condition (
  endpoint_id uuid primary key references webhook_endpoint(id) on delete cascade,
  tenant_id uuid not null,
  conditions json not null
) with (fillfactor = 80);
