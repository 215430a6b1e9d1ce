-- safe while the previous release runs

-- How often a person has changed a webhook, from 1.
alter table webhook_endpoint add column revision int not null default 1;
