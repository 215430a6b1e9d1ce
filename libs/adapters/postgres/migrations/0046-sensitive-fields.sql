-- safe while the previous release runs

-- Paths of fields whose values are shown only where the record itself is.
alter table record_type_revision add column sensitive text[] not null default '{}';
