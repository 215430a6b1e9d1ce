-- safe while the previous release runs

-- Whose turn comes when; null: as its kind and its job say.
alter table trigger add column priority text;
