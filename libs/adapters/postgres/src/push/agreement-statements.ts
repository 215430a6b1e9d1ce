const AGREED = (
  revision: string,
  data: string,
) => `json_build_object('mappingRevision', ${revision}, 'local', ${data}, 'remote', ${data},
      'unread', '[]'::json, 'unknown', '[]'::json, 'contested', '[]'::json)`;

/** Jobs `j` that go both ways, of sets `s`. */
const JOBS_OF_SETS = `join job j on j.tenant_id = s.tenant_id and j.connection_id = s.connection_id and j.stream = s.stream
    and j.record_type = s.record_type and s.rule = '' and j.direction = 'bidirectional' and j.removed_at is null`;

/** $1 records, $2 tenant. */
export const WRITE_OUT = `
  insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
  select e.id, r.tenant_id, ${AGREED('j.revision', 'r.data')}, engine_now()
  from record r join external_reference e on e.record_id = r.id join reference_set s on s.id = e.set_id
  ${JOBS_OF_SETS}
  where r.id = any($1::bigint[]) and r.tenant_id = $2 order by e.id
  on conflict (reference_id) do nothing`;

/** $1 set, $2 tenant, $3 job, $4 its revision. */
export const WRITE_OUT_SAID = `
  with differing as materialized (
    select e.id, r.id as record_id, r.version, r.inactive_at, p.data from projection p
    join external_reference e on e.id = p.reference_id join record r on r.id = e.record_id
    where e.set_id = $1 and p.tenant_id = $2 and r.data::text <> p.data::text),
  based as (
    insert into reference_base (reference_id, tenant_id, agreed, agreed_at)
    select id, $2, ${AGREED('$4::int', 'data')}, engine_now() from differing order by id
    on conflict (reference_id) do nothing)
  insert into local_change (tenant_id, job_id, record_id, version, kind)
  select $2, $3, record_id, version, case when inactive_at is null then 'changed' else 'deleted' end from differing order by record_id
  on conflict (job_id, record_id) do nothing`;

/** $1 references, $2 tenant. */
export const BOTH_WAYS = `
  select e.id::text as id from external_reference e join reference_set s on s.id = e.set_id
  ${JOBS_OF_SETS}
  where e.id = any($1::bigint[]) and s.tenant_id = $2`;

/** $1 records, $2 tenant. */
export const IN_WRITING = `
  select distinct i.record_id::text as id from push_intent i
  where i.record_id = any($1::bigint[]) and i.tenant_id = $2 and i.state <> 'applied'`;
