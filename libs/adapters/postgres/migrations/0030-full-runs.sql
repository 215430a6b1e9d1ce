-- safe while the previous release runs

-- Why an execution reads what it reads, where its job does not say so.
alter table execution add column scope_note text;

-- The bulk run that ended last, and the latest full ones, however many there were.
create index execution_ended_bulk on execution (job_id, finished_at desc, id desc) where lane = 'bulk' and finished_at is not null;
create index execution_ended_full on execution (job_id, finished_at desc, id desc)
  where lane = 'bulk' and mode = 'full' and finished_at is not null;
