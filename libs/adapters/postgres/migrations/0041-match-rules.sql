-- safe while the previous release runs

-- By which rules records of a type are recognised as one. Null: by none.
alter table record_type_revision add column match json;
-- Records are compared only once everything that is stored has its keys: a digest of the rules for which they are being made, the
-- reference up to which they are made, and since when they are complete.
alter table record_type
  add column keys_of text,
  add column keys_after bigint not null default 0,
  add column keys_complete_at timestamptz(3);

-- Under which keys a reading is found. A key is a digest of a rule and what a record says; it belongs to the reference whose reading says
-- it, so that it moves with its reference from record to record.
create table match_key (
  tenant_id uuid not null,
  key uuid not null,
  reference_id bigint not null,
  set_id int not null,
  primary key (tenant_id, key, reference_id)
);
create index match_key_reference on match_key (tenant_id, reference_id, key);
