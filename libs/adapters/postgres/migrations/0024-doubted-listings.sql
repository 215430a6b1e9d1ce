-- safe while the previous release runs

-- What speaks against the listing of a chunk having given everything; null: nothing.
alter table chunk add column doubt text;
