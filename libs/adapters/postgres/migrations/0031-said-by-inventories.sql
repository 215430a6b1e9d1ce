-- safe while the previous release runs

-- What an inventory page said of the records that it wants, packed as the entries of a plan; null where a previous release wrote it.
alter table inventory_page add column entries bytea;
