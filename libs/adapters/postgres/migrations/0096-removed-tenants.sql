-- safe while the previous release runs

-- A tenant that is being removed: its keys are revoked, its runs are cancelled, and then its rows go in small steps, this one last.
alter table tenant add column removed_at timestamptz(3), add column removed_by text;
