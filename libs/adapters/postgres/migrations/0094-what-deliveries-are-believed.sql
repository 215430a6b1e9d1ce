-- safe while the previous release runs

-- What of a delivery is taken as it stands: 'nothing', the 'record' in it, or the 'deletion' that it tells.
alter table webhook_delivery add column believed text not null default 'nothing';
-- The deliveries whose word a run takes.
alter table trigger add column delivery_ids json;
