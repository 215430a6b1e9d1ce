-- safe while the previous release runs

-- Keys that stay the same while master keys come and go, sealed with one of these: what was made with them is in other tables.
create table kept_key (
  name text primary key,
  sealed text not null
);
