-- safe while the previous release runs

-- Of the current generation of a chunk's listing: its records, its entries that are none, and the total that the provider told last.
alter table chunk
  add column listed integer not null default 0,
  add column omitted integer not null default 0,
  add column total double precision;

-- Why a person is asked about inactivating records.
alter table approval add column cause text not null default 'not_listed';
