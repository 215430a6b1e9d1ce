-- safe while the previous release runs

-- Records that failed in a way that may pass, and were tried again later in the same run.
alter table chunk
  add column retried int not null default 0,
  -- A chunk that tries them again is not handed out before this time.
  add column not_before timestamptz(3);
alter table page_result add column retried int not null default 0;
-- What reading the chunk waits for, as its executor said when it renewed the lease; null: nothing.
alter table chunk add column waiting text;
create index chunk_due on chunk (not_before) where state = 'planned' and not_before is not null;
