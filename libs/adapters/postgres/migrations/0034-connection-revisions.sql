-- safe while the previous release runs

-- How often a person has changed the connection, so that a change that was made from an older look at it can be refused (If-Match). A
-- process of the previous release does not count its changes: until the last of them has ended, such a change may go unnoticed.
alter table connection add column revision integer not null default 1 check (revision >= 1);
