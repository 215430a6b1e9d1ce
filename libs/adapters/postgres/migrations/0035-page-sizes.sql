-- safe while the previous release runs

-- How many records a page of the chunk's listing is to have, since one of the size that was meant was too large or too slow.
alter table chunk add column page_size int;
