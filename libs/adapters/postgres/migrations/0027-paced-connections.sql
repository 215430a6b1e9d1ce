-- safe while the previous release runs

-- Whether every run of the connection is paced, whatever the trouble with its provider.
alter table connection add column path text not null default 'auto' check (path in ('auto', 'primary', 'enterprise'));
