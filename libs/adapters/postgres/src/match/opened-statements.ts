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

/** $1 record type, $2 tenant, $3 the id behind which they begin, $4 how many. */
export const UNOPENED_AFTER = `
  select r.id::text as id from record r where r.record_type = $1 and r.tenant_id = $2 and r.id > $3::bigint and r.merged_into is null and ${IS_UNOPENED}
  order by r.id limit $4`;
