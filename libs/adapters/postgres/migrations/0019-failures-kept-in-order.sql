-- safe while the previous release runs

-- When a failure was resolved or discarded; null where the release before did it. How long it is kept counts from then.
alter table failure add column closed_at timestamptz(3);
create index failure_closed on failure (coalesce(closed_at, last_failed_at)) where state in ('resolved', 'discarded');

-- A digest of the request that came with an Idempotency-Key, to tell whether another one with that key is the same.
alter table trigger add column asked text;
