-- safe while the previous release runs

-- Of a listing that gives only ids and versions: the records of one of its pages whose details are to be read. Null: it was
-- not kept, so a run that is resumed must not pass it over as if nothing were wanted.
create table inventory_page (
  execution_id uuid not null,
  chunk_id uuid not null,
  page_no int not null,
  wanted json,
  primary key (chunk_id, page_no)
);
create index inventory_page_execution on inventory_page (execution_id);

-- A digest of the mapping and fields under which every record of the set was read: another one makes versions worthless.
alter table reference_set add column mapped_as text;
