-- safe while the previous release runs

-- Why no run began at a slot whose decision is 'skipped'.
alter table schedule_slot add column reason text;
