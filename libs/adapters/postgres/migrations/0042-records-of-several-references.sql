-- safe while the previous release runs

-- Whether the record of a reference has, or had, other references: it is then made of the projections of all of them.
alter table external_reference add column shares_record boolean not null default false;

-- What one source last said of a record that several references share. Of other records the record itself says it.
create table projection (
  reference_id bigint primary key,
  tenant_id uuid not null,
  -- That of its reference: found by it in the order of references.
  record_id bigint not null,
  data jsonb not null,
  -- By top-level field: when this source last changed it.
  changed_at jsonb not null,
  written_at timestamptz(3) not null default engine_now()
);
create index projection_record on projection (tenant_id, record_id, reference_id);

-- The record that a record was merged into; it is inactive from then on and has no references.
alter table record add column merged_into bigint;
create index record_merged on record (merged_into) where merged_into is not null;

-- Of a change that a person made there is no execution, and of a merge no reference that caused it alone.
alter table record_change
  alter column execution_id drop not null,
  alter column reference_id drop not null;

-- Views of the release before show records that were merged as inactive ones; made again they leave them out.
update record_view set made_from = '', problem = 'made before records could be merged';
