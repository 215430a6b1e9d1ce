import { referencesOf } from '../record/references-of.js';

/** Of a job `j`: it is not carried out yet which records of its two sides are one, and its newest revision asks for that, as `pairs` says. */
export const IS_PAIRING = `exists (
  select from pairing p join job_revision r on r.job_id = p.job_id and r.revision = j.revision
  where p.job_id = j.id and p.state <> 'carried_out' and r.definition ->> 'direction' <> 'inbound'
    and jsonb_array_length(coalesce(r.definition -> 'pairBy', '[]')) > 0
    and (r.definition ->> 'createsUnpaired')::boolean is not true)`;

/** Of a plan `$1` and a tenant `$2`: what both sides have of each of the keys `k`. More than two are as many as two. */
export const HOLDERS = `
  select k.key::text as key, h.count::int as here, t.count::int as there, h.id as record_id
  from unnest($3::uuid[]) as k(key)
  cross join lateral (select count(*) as count, min(id) as id from (
    select p.id from pairing_record p where p.plan_id = $1 and p.tenant_id = $2 and p.key = k.key and p.side = 'here' and not p.is_late limit 2) h) h
  cross join lateral (select count(*) as count from (
    select from pairing_record p where p.plan_id = $1 and p.tenant_id = $2 and p.key = k.key and p.side = 'there' and not p.is_late limit 2) t) t
  where h.count + t.count > 0`;

/** Those that are known by the same are together. */
export const PLACE = `(coalesce(p.key::text, '') collate "C" || ' ' || p.side || ' ' || p.id)`;

/** $1 plan, $2 tenant. */
export const GROUPS = `
  with keys as (
    select least(count(*) filter (where side = 'here'), 2)::int as here, least(count(*) filter (where side = 'there'), 2)::int as there,
      count(*) filter (where side = 'there') as records, count(*) filter (where side = 'there' and differs) as differing
    from pairing_record where plan_id = $1 and tenant_id = $2 and key is not null and not is_late group by key)
  select here, there, sum(records)::int as records, sum(differing)::int as differing from keys group by here, there
  union all
  select null, null, count(*)::int, 0 from pairing_record
  where plan_id = $1 and tenant_id = $2 and key is null and side = 'there' and not is_late`;

/** $1 tenant, $2 set, $3 attachments, $4 the base of which nothing is known. Older than whatever is read next. */
export const ATTACH = `
  with given as (select * from jsonb_to_recordset($3::jsonb) as g("recordId" bigint, "externalId" text)),
  made as (
    insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
    select g."recordId", $2, g."externalId", '00000000-0000-0000-0000-000000000000', '1970-01-01T00:00:00Z'
    from given g join record r on r.id = g."recordId" and r.tenant_id = $1
    order by g."externalId" collate "C"
    on conflict (set_id, external_id) do nothing returning id)
  insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
  select id, $1, $4::json, engine_now() from made`;

/** $1 records, $2 tenant, $3 set, $4 record type. */
export const LOCK_FREE = `select r.id::text as id, r.data::text as data from record r
       where r.id = any($1::bigint[]) and r.tenant_id = $2 and r.record_type = $4 and r.inactive_at is null and r.merged_into is null
         and not exists (select from external_reference e where ${referencesOf('r.id', '$3')})
         and not exists (select from push_intent i where i.record_id = r.id and i.set_id = $3 and i.state <> 'applied')
       order by r.id for no key update of r`;

/** $1 plan, $2 tenant, $3 set. */
export const FORGET_PAIRED = `delete from pairing_record p where p.plan_id = $1 and p.tenant_id = $2 and case p.side
         when 'there' then exists (select from external_reference e where e.set_id = $3 and e.external_id = p.id)
         else exists (select from external_reference e where ${referencesOf('p.id::bigint', '$3')})
           or not exists (select from record r where r.id = p.id::bigint and r.inactive_at is null and r.merged_into is null) end`;
