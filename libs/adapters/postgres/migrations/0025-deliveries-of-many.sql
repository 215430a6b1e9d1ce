-- breaking: an earlier release keeps one record of a delivery; end its webhook gateways before this one starts
alter table webhook_delivery add column external_ids text[] not null default '{}';
update webhook_delivery set external_ids = array[external_id] where external_id is not null;
alter table webhook_delivery drop column external_id, alter column external_ids drop default;
