-- safe while the previous release runs

-- W3C `traceparent` of what a message, or a run, follows from; null where nothing is followed.
alter table outbox add column trace text;
alter table execution add column trace text;
