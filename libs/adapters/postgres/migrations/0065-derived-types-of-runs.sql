-- safe while the previous release runs

-- Revisions of the record types that an execution derives, by name, as they were when it was opened; null: it derives nothing, or a process of the previous release
-- opened it, and it goes by the newest.
alter table execution add column derived_type_revisions jsonb;
