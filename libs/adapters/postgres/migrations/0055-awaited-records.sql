-- safe while the previous release runs

-- Whether parked records wait for what a page brings, and which.
create index failure_awaited on failure (waits_for_set, waits_for_id, id)
  where waits_for_set is not null and state in ('parked', 'dead');
-- Runs of many records beside whatever else runs, of which a job has one for its parked records.
create index execution_repairing on execution (job_id) where lane = 'repair' and finished_at is null;
