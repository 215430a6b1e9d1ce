-- safe while the previous release runs

-- A record that waits for another is kept like one that failed, in a state of its own: for what it waits, and when a run was last asked for
-- because that had come.
alter table failure
  add column waits_for_set int,
  add column waits_for_id text collate "C",
  add column waits_as text,
  add column released_at timestamptz(3);

-- What an application closes, in place of the index of those that failed.
create index failure_unresolved on failure (job_id, id) where state in ('retrying', 'dead', 'parked');
drop index failure_open;
create index failure_waiting on failure (id) where waits_for_set is not null and state in ('parked', 'dead');
