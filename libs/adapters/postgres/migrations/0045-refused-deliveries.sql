-- safe while the previous release runs

-- Deliveries to an endpoint that were refused since one was taken last: since when, the latest, and why that was. Null where none was.
alter table webhook_endpoint
  add column refused_since timestamptz(3),
  add column refused_at timestamptz(3),
  add column refused_for text;
