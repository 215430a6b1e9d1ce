import type { HotStatement } from '../database/session.js';
import { UPDATES, WRITES } from './reference-row.js';

/*
 * Part of the apply path. A statement that is prepared while its tables are empty keeps its plan while they grow, so each of
 * these is written in a form that leaves the planner no choice: `lateral ... limit 1` reads one row by a unique index, and
 * `insert ... on conflict (id) do update` finds the row to write by its primary key.
 */

/**
 * $1 set id, $2 tenant, $3 record type, $4 execution id or null, $5 and so on `WRITES`. Gives reference ids in their order. The
 * references are inserted in the order in which they are locked: two that create the same ones must not wait for each other. Ids that
 * are drawn while no other transaction draws any are one range, which is not made of its members.
 */
export const CREATE_RECORDS: HotStatement = {
  name: 'record_create',
  text: `
    with input as materialized (
      select nextval('record_id_seq') as record_id, nextval('external_reference_id_seq') as reference_id, i.*
      from unnest(${WRITES.parameters(5)})
        with ordinality as i(${WRITES.list}, position)),
    records as (
      insert into record (id, tenant_id, record_type, data, created_at, updated_at)
      select i.record_id, $2, $3, i.data, t.now, t.now from input i, (select engine_now() as now) t),
    refs as (
      insert into external_reference
        (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
      select reference_id, record_id, $1, external_id, content_hash, version,
        modified_at::timestamptz, observed_at::timestamptz
      from input order by external_id collate "C"),
    creation as (
      insert into record_creation (tenant_id, execution_id, record_ids)
      select $2::uuid, $4::uuid, case when s.most - s.least + 1 = s.count then int8multirange(int8range(s.least, s.most, '[]'))
        else (select range_agg(int8range(record_id, record_id, '[]')) from input) end
      from (select min(record_id) as least, max(record_id) as most, count(*) as count from input) s where $4::uuid is not null)
    select reference_id from input order by position`,
};

/** $1 execution id, $2 and so on `UPDATES`. Gives how many records were there to be written. */
export const UPDATE_RECORDS: HotStatement = {
  name: 'record_update',
  text: `
    with input as (
      select * from unnest(${UPDATES.parameters(2)})
        as i(${UPDATES.list})
      order by i.record_id),
    before as materialized (
      select i.*, r.tenant_id, r.record_type, r.version as version_before, r.data as data_before, t.now
      from input i
      cross join lateral (select * from record r where r.id = i.record_id limit 1 for no key update) r
      cross join (select engine_now() as now) t),
    changes as (
      insert into record_change (execution_id, record_id, reference_id, version_before, data_before, changed_at)
      select $1, record_id, reference_id, version_before, data_before, now from before),
    refs as (
      insert into external_reference as e
        (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
      select reference_id, record_id, 0, external_id, content_hash, version,
        modified_at::timestamptz, observed_at::timestamptz
      from before
      on conflict (id) do update set content_hash = excluded.content_hash,
        provider_version = excluded.provider_version, modified_at = excluded.modified_at,
        observed_at = excluded.observed_at, inactive_at = null, inactive_cause = null, inactive_by = null),
    written as (
      insert into record as r (id, tenant_id, record_type, version, updated_at, data)
      select record_id, tenant_id, record_type, version_before + 1, now, data from before
      on conflict (id) do update set
        version = excluded.version, updated_at = excluded.updated_at, data = excluded.data, inactive_at = null,
        inactive_cause = null
      returning 1)
    select count(*) from written`,
};

/**
 * $1 and so on `UPDATES`. Records of locked references that were deleted here are made again, under the id that they had and in a version
 * that none of them ever was.
 */
export const RESTORE_RECORDS = `
  with missing as materialized (
    select i.*, s.tenant_id, s.record_type from unnest(${UPDATES.parameters(1)}) as i(${UPDATES.list})
    join external_reference e on e.id = i.reference_id
    join reference_set s on s.id = e.set_id
    where not exists (select from record r where r.id = i.record_id)),
  refs as (
    update external_reference e set content_hash = i.content_hash, provider_version = i.version,
      modified_at = i.modified_at::timestamptz, observed_at = i.observed_at::timestamptz,
      inactive_at = null, inactive_cause = null, inactive_by = null
    from missing i where e.id = i.reference_id)
  insert into record (id, tenant_id, record_type, version, data, created_at, updated_at)
  select record_id, tenant_id, record_type, 2 + coalesce((
      select max(c.version_before) from record_change c where c.record_id = i.record_id), 0), data, t.now, t.now
  from missing i cross join (select engine_now() as now) t order by record_id`;
