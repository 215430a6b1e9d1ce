-- safe while the previous release runs

-- One kind of record, with the schema that its records are held against. A job of the previous release that is added meanwhile has none
-- yet: a sweep adds it, and until then its records are held against nothing.
create table record_type (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  name text not null,
  revision int not null check (revision >= 1),
  created_at timestamptz(3) not null default engine_now(),
  constraint record_type_name unique (tenant_id, name)
);
create table record_type_revision (
  record_type_id uuid not null references record_type on delete cascade,
  revision int not null,
  -- As text: the order of its properties is the order of the columns. Null: open.
  schema json,
  created_at timestamptz(3) not null default engine_now(),
  primary key (record_type_id, revision)
);

-- What the SQL view of a record type shows. It outlives its record type where views of people depend on it.
create table record_view (
  tenant_id uuid not null references tenant,
  record_type text not null,
  -- Name, property and kind of each column behind the fixed ones, in their order.
  columns jsonb not null,
  -- What it was made from: it is made again when that is another.
  made_from text not null,
  -- Why it is not as it should be; null: it is.
  problem text,
  made_at timestamptz(3) not null default engine_now(),
  primary key (tenant_id, record_type)
);

-- Which revision of its record type an execution goes by, so that every page and every replay of it is judged alike.
alter table execution add column record_type_revision int;

insert into record_type (id, tenant_id, name, revision)
  select gen_random_uuid(), t.tenant_id, t.record_type, 1
  from (select tenant_id, record_type from job where removed_at is null
        union select tenant_id, record_type from reference_set) t;
insert into record_type_revision (record_type_id, revision) select id, 1 from record_type;
