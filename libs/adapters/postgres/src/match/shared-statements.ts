import type { HotStatement } from '../database/session.js';
import { UPDATES } from '../record/reference-row.js';
import { sourcesOf } from './key-statements.js';
import { ATTACHES, MERGED, PROJECTIONS, REMERGED } from './shared-row.js';

/* Part of the apply path of records that several references share: written so that the planner has no choice. */

/** $1 tenant, $2 record ids, $3 sets that are only written to. By set and external id, as references of one set are locked by their external ids. */
export const LOCK_REFERENCES_OF: HotStatement = {
  name: 'shared_lock_references',
  text: `
    select e.id, e.record_id, coalesce(e.modified_at, e.observed_at), e.shares_record, e.set_id, e.inactive_at is null, b.agreed -> 'remote' from (
      select e.id from unnest($2::bigint[]) as i(id)
      cross join lateral (${sourcesOf('i.id')}) r
      cross join lateral (select * from external_reference e where e.id = r.id limit 1) e
      order by e.set_id, e.external_id collate "C") o
    cross join lateral (
      select * from external_reference e where e.id = o.id limit 1 for no key update) e
    left join lateral (select b.agreed from reference_base b where b.reference_id = e.id limit 1) b on true`,
};

/** $1 set id, $2 and so on `ATTACHES`. Gives reference ids in their order. */
export const ATTACH_REFERENCES: HotStatement = {
  name: 'shared_attach',
  text: `
    with input as materialized (
      select nextval('external_reference_id_seq') as reference_id, i.*
      from unnest(${ATTACHES.parameters(2)})
        with ordinality as i(${ATTACHES.list}, position)),
    refs as (
      insert into external_reference
        (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at, shares_record)
      select reference_id, record_id, $1, external_id, content_hash, version,
        modified_at::timestamptz, observed_at::timestamptz, true
      from input order by external_id collate "C")
    select reference_id from input order by position`,
};

/** $1 and so on `UPDATES`. The references are locked. */
export const NOTE_READINGS: HotStatement = {
  name: 'shared_note_readings',
  text: `
    insert into external_reference as e
      (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
    select reference_id, record_id, 0, external_id, content_hash, version,
      modified_at::timestamptz, observed_at::timestamptz
    from unnest(${UPDATES.parameters(1)}) as i(${UPDATES.list})
    on conflict (id) do update set content_hash = excluded.content_hash,
      provider_version = excluded.provider_version, modified_at = excluded.modified_at,
      observed_at = excluded.observed_at, inactive_at = null, inactive_cause = null, inactive_by = null`,
};

/**
 * $1 tenant, $2 and so on `PROJECTIONS`. The references are locked. Of what was the only reference of its record until now it is kept
 * when the record was written; what is named of that reference besides its id is never inserted.
 */
export const SAVE_PROJECTIONS: HotStatement = {
  name: 'shared_save_projections',
  text: `
    with input as materialized (
      select i.*, t.now from unnest(${PROJECTIONS.parameters(2)}) as i(${PROJECTIONS.list})
      cross join (select engine_now() as now) t),
    refs as (
      insert into external_reference as e (id, record_id, set_id, external_id, content_hash, observed_at)
      select reference_id, record_id, 0, '', '00000000-0000-0000-0000-000000000000', now from input where opens = 1
      on conflict (id) do update set shares_record = true)
    insert into projection as p (reference_id, tenant_id, record_id, data, changed_at, written_at)
    select reference_id, $1::uuid, record_id, data, changed_at, coalesce(written_at::timestamptz, now) from input
    on conflict (reference_id) do update set
      data = excluded.data, changed_at = excluded.changed_at, written_at = excluded.written_at`,
};

/** $1 reference ids. */
export const FIND_PROJECTIONS: HotStatement = {
  name: 'shared_find_projections',
  text: `
    select p.reference_id, p.data, p.changed_at from unnest($1::bigint[]) as i(id)
    cross join lateral (select * from projection p where p.reference_id = i.id limit 1) p`,
};

/** $1 tenant, $2 record ids. */
export const LOCK_RECORDS: HotStatement = {
  name: 'shared_lock_records',
  text: `
    select r.id, r.data, r.version, r.inactive_at is not null, r.inactive_cause is not distinct from 'deleted_locally',
      r.updated_at
    from (select id from unnest($2::bigint[]) as i(id) order by id) i
    cross join lateral (
      select * from record r where r.id = i.id and r.tenant_id = $1 limit 1 for no key update) r`,
};

/** $1 tenant, $2 record ids. The same, without what they say. */
export const HOLD_RECORDS: HotStatement = {
  name: 'shared_hold_records',
  text: `
    select count(r.held) from (select id from unnest($2::bigint[]) as i(id) order by id) i
    cross join lateral (
      select 1 as held from record r where r.id = i.id and r.tenant_id = $1 limit 1 for no key update) r`,
};

/**
 * $1 tenant, $2 record ids. Only of those that were edited here. A change that no run made has an action; the first of those that no change by
 * a run follows tells what the run had left.
 */
export const SAID_BEFORE_EDITS: HotStatement = {
  name: 'shared_said_before_edits',
  text: `
    select i.id, coalesce(e.data_before, r.data) from unnest($2::bigint[]) as i(id)
    cross join lateral (select 1 as has from local_side s where s.record_id = i.id and s.tenant_id = $1 limit 1) s
    cross join lateral (select r.data from record r where r.id = i.id limit 1) r
    left join lateral (
      select c.id from record_change c where c.record_id = i.id and c.action is null order by c.id desc limit 1) l on true
    left join lateral (
      select c.data_before from record_change c where c.record_id = i.id and c.id > coalesce(l.id, 0) order by c.id limit 1) e on true`,
};

/** $1 tenant, $2 record ids. */
export const PROJECTIONS_OF_RECORDS: HotStatement = {
  name: 'shared_projections',
  text: `
    select e.record_id, e.id, c.name || '/' || s.stream, e.inactive_at is null, p.data, p.changed_at
    from unnest($2::bigint[]) as i(id)
    cross join lateral (
      select * from projection p where p.tenant_id = $1 and p.record_id = i.id order by p.reference_id limit 1000) p
    cross join lateral (select * from external_reference e where e.id = p.reference_id limit 1) e
    cross join lateral (select * from reference_set s where s.id = e.set_id limit 1) s
    cross join lateral (select * from connection c where c.id = s.connection_id limit 1) c`,
};

/** $1 set ids. */
export const SOURCE_NAMES: HotStatement = {
  name: 'shared_source_names',
  text: `
    select i.id, c.name || '/' || s.stream from unnest($1::bigint[]) as i(id)
    cross join lateral (select * from reference_set s where s.id = i.id limit 1) s
    cross join lateral (select * from connection c where c.id = s.connection_id limit 1) c`,
};

/** $1 tenant, $2 record ids. Not prepared: no plan for empty tables goes through what was merged by an index. */
export const LOCAL_SIDES_OF_RECORDS = `
  with recursive part as (
    select i.id as record_id, i.id from unnest($2::bigint[]) as i(id)
    union all
    select p.record_id, r.id from part p join record r on r.merged_into = p.id and r.tenant_id = $1)
  select p.record_id::text as "of", s.record_id::text as "recordId", s.data, s.changed_at as "changedAt"
  from part p join local_side s on s.record_id = p.id and s.tenant_id = $1`;

/**
 * $1 execution id, $2 id of the merge that is undone, $3 and so on `REMERGED`. The records are locked. A record has a reference of each
 * set at most, so that a transaction merges few into it.
 */
export const SAVE_MERGED: HotStatement = {
  name: 'shared_save',
  text: `
    with input as materialized (
      select i.*, r.tenant_id, r.record_type, r.version, r.data as data_before, m.ids as merge_ids, t.now
      from unnest(${REMERGED.parameters(3)}) as i(${REMERGED.list})
      cross join lateral (select * from record r where r.id = i.record_id limit 1) r
      left join lateral (
        select array_agg(m.id order by m.id) as ids from (
          select m.id, m.transaction from record_merge m where m.survivor_id = i.record_id order by m.id desc limit 1000) m
        where m.transaction = pg_current_xact_id()) m on true
      cross join (select engine_now() as now) t),
    changes as (
      insert into record_change
        (execution_id, record_id, version_before, data_before, changed_at, said_by, merge_ids, undone_merge_id)
      select $1::uuid, record_id, version, data_before, now, said_by, merge_ids, $2::bigint from input)
    insert into record as r (id, tenant_id, record_type, version, updated_at, data)
    select record_id, tenant_id, record_type, version + 1, now, data from input
    on conflict (id) do update set version = excluded.version, updated_at = excluded.updated_at,
      data = excluded.data`,
};

/** $1 record ids that are here, $2 record ids that are gone; only where they are marked otherwise. */
export const MARK_ACTIVE: HotStatement = {
  name: 'shared_mark_active',
  text: `
    insert into record as r (id, tenant_id, record_type, data, inactive_at)
    select o.id, o.tenant_id, o.record_type, o.data, case when i.gone then engine_now() end
    from (select id, false from unnest($1::bigint[]) as i(id)
      union all select id, true from unnest($2::bigint[]) as i(id)) as i(id, gone)
    cross join lateral (
      select * from record r where r.id = i.id and (r.inactive_at is not null) <> i.gone limit 1) o
    on conflict (id) do update set inactive_at = excluded.inactive_at, inactive_cause = null,
      updated_at = engine_now()`,
};

/**
 * $1 tenant, $2 record type, $3 and so on `MERGED`. Records that were deleted here are made again, in a version that none of them ever
 * was.
 */
export const RESTORE_MERGED = `
  insert into record (id, tenant_id, record_type, version, data)
  select i.record_id, $1::uuid, $2::text, 2 + coalesce((
      select max(c.version_before) from record_change c where c.record_id = i.record_id), 0), i.data
  from unnest(${MERGED.parameters(3)}) as i(${MERGED.list}) on conflict do nothing`;

/** $1 record ids. By set and external id, as references of one set are locked. */
export const LOCK_WRITTEN = `
  select e.id::text as "referenceId", e.record_id::text as "recordId", e.set_id::text as "setId", e.inactive_at is null as active
  from external_reference e join reference_set s on s.id = e.set_id
  where e.record_id = any($1::bigint[]) and s.is_written
  order by e.set_id, e.external_id collate "C" for no key update of e`;

/** $1 tenant. */
export const WRITTEN_SETS = 'select id from reference_set where is_written and tenant_id = $1';

/** $1 reference ids. No reading has this hash, and none is older than the first second there is. */
export const FORGET_READINGS = `
  update external_reference set content_hash = '00000000-0000-0000-0000-000000000000',
    provider_version = null, modified_at = null where id = any($1::bigint[])`;

/** $1 tenant, $2 record type. */
export const CREATE_RECORD = `
  insert into record (tenant_id, record_type, data) values ($1, $2, '{}') returning id::text as id`;
