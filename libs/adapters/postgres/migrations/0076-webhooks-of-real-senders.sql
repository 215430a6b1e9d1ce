-- safe while the previous release runs

-- How deliveries of a webhook are signed and what they say; the default is what releases before did.
alter table webhook_endpoint
  add column rules jsonb not null default
    '{"scheme": "detect", "signing": null, "replayWindowSeconds": 300, "kindPath": null, "kindHeader": null, "kinds": []}',
  -- A secret that was replaced is sealed with the one that replaced it, and counts until then.
  add column previous_until timestamptz(3);

-- Deliveries are taken with one insert, and become runs a moment later, many at a time: `waiting` until then. Those that were verified and
-- cannot be read are `rejected`.
alter table webhook_delivery
  add column id bigint generated always as identity,
  -- Null: the stream of the webhook.
  add column stream text,
  -- The kind of event, as the sender calls it.
  add column kind text,
  add column change text not null default 'changed',
  -- Why it was rejected.
  add column why text,
  -- How often a delivery of this name was taken: more than once where it was sent again, or its name is a digest of its body.
  add column times int not null default 1;
create index webhook_delivery_waiting on webhook_delivery (id) where state = 'waiting';
-- Also how one is found by its id.
create index webhook_delivery_listed on webhook_delivery (endpoint_id, id);
create index webhook_delivery_received on webhook_delivery (received_at);
