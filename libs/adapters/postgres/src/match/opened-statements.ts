import { referencesOf } from '../record/references-of.js';

/** $1 record type, $2 the id behind which they begin, $3 tenant, $4 how many, $5 set; null: of all. */
export const RECORDS_AFTER = `
  select id::text as id from record r where record_type = $1 and id > $2::bigint and merged_into is null
    and tenant_id = $3 and ($5::int is null or exists (
      select from external_reference e where ${referencesOf('r.id', '$5')}))
  order by r.id limit $4`;

/** $1: JSON of edits, $2 tenant. */
export const KEEP_EDITS = `
  insert into local_side as s (record_id, tenant_id, data, changed_at)
  select e."recordId", $2, e.data, e."changedAt" from jsonb_to_recordset($1::jsonb) as e("recordId" bigint, data jsonb, "changedAt" jsonb)
  order by e."recordId"
  on conflict (record_id) do update set
    data = (s.data - array(select jsonb_object_keys(excluded.changed_at))) || excluded.data,
    changed_at = s.changed_at || excluded.changed_at`;

/** Of a record `r`: two references that are sources, of which one shares it with none. */
const IS_UNOPENED = `exists (
    select from external_reference e join reference_set s on s.id = e.set_id
    where e.record_id = r.id and not e.shares_record and not s.is_written and exists (
      select from external_reference o join reference_set t on t.id = o.set_id
      where o.record_id = r.id and o.id <> e.id and not t.is_written))`;

/** $1 records, $2 tenant. Only where match rules may make them one with others, or did. */
export const UNOPENED = `
  select r.id::text as id from record r where r.id = any($1::bigint[]) and r.tenant_id = $2 and r.merged_into is null and ${IS_UNOPENED}
    and (exists (select from external_reference p where p.record_id = r.id and p.shares_record)
      or exists (select from record_type t join record_type_revision v on v.record_type_id = t.id and v.revision = t.revision
        where t.tenant_id = $2 and t.name = r.record_type and v.match is not null))
  order by r.id`;

/** $1 records. As `LOCK_REFERENCES_OF`, all that are sources. */
export const LOCK_UNOPENED = `
  select e.id::text as id, e.record_id::text as record, coalesce(e.modified_at, e.observed_at) as at, e.shares_record as shares, e.set_id::text as set,
    e.inactive_at is null as active, (b.agreed -> 'remote')::text as held
  from external_reference e join reference_set s on s.id = e.set_id left join reference_base b on b.reference_id = e.id
  where e.record_id = any($1::bigint[]) and not s.is_written
  order by e.set_id, e.external_id collate "C" for no key update of e`;

/** $1 record type, $2 tenant, $3 the id behind which they begin, $4 how many. */
export const UNOPENED_AFTER = `
  select r.id::text as id from record r where r.record_type = $1 and r.tenant_id = $2 and r.id > $3::bigint and r.merged_into is null and ${IS_UNOPENED}
  order by r.id limit $4`;
