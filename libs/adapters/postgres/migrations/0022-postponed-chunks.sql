-- safe while the previous release runs

-- Why an executor gave a chunk back that is not handed out before not_before, and what its next call has behind it.
alter table chunk add column postponed json;
