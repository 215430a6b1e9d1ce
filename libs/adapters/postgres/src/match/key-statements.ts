import { MOST_UNDER_KEY } from '@evenkeel/domain';
import type { HotStatement } from '../database/session.js';

/*
 * Part of the apply path of record types with match rules: written so that the planner has no choice, as the statements of
 * references are. Several rows are asked for in the order of an index, else they are planned as a bitmap.
 */

/** $1 tenant, $2 keys. */
export const FIND_BY_KEYS: HotStatement = {
  name: 'match_find',
  text: `
    select i.key, k.reference_id, e.record_id, e.set_id, e.external_id, e.inactive_at is null, e.shares_record
    from unnest($2::uuid[]) as i(key)
    cross join lateral (
      select k.reference_id from match_key k where k.tenant_id = $1 and k.key = i.key
      order by k.reference_id limit ${MOST_UNDER_KEY + 1}) k
    cross join lateral (select * from external_reference e where e.id = k.reference_id limit 1) e`,
};

/** Rows of a key that are looked through for another key; of a key with more of them this would take too long. */
const MOST_LOOKED_THROUGH = 1_000;
const countUnder = (key: string) => `
      select count(*) as held from (
        select k.reference_id from match_key k where k.tenant_id = $1 and k.key = ${key}
        order by k.reference_id limit ${MOST_LOOKED_THROUGH + 1}) k`;

/** $1 tenant, $2 keys, $3 others: what has both of a pair, looked for among those of the key that fewer have. Null: too many have either. */
export const FIND_BY_BOTH: HotStatement = {
  name: 'match_find_both',
  text: `
    select i.one, i.other, i.wide, f.reference_id, e.record_id, f.set_id, e.external_id, e.inactive_at is null,
      e.shares_record
    from (
      select i.one, i.other, least(a.held, b.held) > ${MOST_LOOKED_THROUGH} as wide,
        case when a.held <= b.held then i.one else i.other end as few,
        case when a.held <= b.held then i.other else i.one end as many
      from unnest($2::uuid[], $3::uuid[]) as i(one, other)
      cross join lateral (${countUnder('i.one')}) a
      cross join lateral (${countUnder('i.other')}) b) i
    left join lateral (
      select k.reference_id, k.set_id from match_key k
      where not i.wide and k.tenant_id = $1 and k.key = i.few and (
        select true from match_key n
        where n.tenant_id = $1 and n.key = i.many and n.reference_id = k.reference_id limit 1)
      order by k.reference_id limit ${MOST_UNDER_KEY + 1}) f on true
    left join lateral (
      select * from external_reference e where e.id = f.reference_id limit 1) e on true`,
};

/** $1 tenant, $2 reference ids. A reading has few keys. */
export const KEYS_OF_REFERENCES: HotStatement = {
  name: 'match_keys_of',
  text: `
    select k.reference_id, k.key from unnest($2::bigint[]) as i(id)
    cross join lateral (
      select * from match_key k where k.tenant_id = $1 and k.reference_id = i.id order by k.key limit 100) k`,
};

const ADDING = `
    insert into match_key (tenant_id, key, reference_id, set_id)
    select $1::uuid, i.key, i.reference_id, i.set_id
    from unnest($2::bigint[], $3::uuid[], $4::bigint[]) as i(reference_id, key, set_id)`;

/** $1 tenant, $2 reference ids, $3 keys, $4 set ids. Of references that are new: looking for what is there takes as long as inserting. */
export const ADD_FIRST_KEYS: HotStatement = { name: 'match_keys_first', text: ADDING };

/** The same parameters; a key that a reference has already stays. */
export const ADD_KEYS: HotStatement = { name: 'match_keys_add', text: `${ADDING} on conflict do nothing` };

/**
 * $1 tenant, $3 sets that are only written to. Ids of all sources of a record: the only one that it has, or those that share it, which have projections. Where it was
 * written to is none.
 */
export const sourcesOf = (recordId: string) => `
      (select p.reference_id as id from projection p where p.tenant_id = $1 and p.record_id = ${recordId}
        order by p.reference_id limit 1000)
      union all
      select e.id from (
        select e.id, e.shares_record from external_reference e
        where e.record_id = ${recordId} and e.set_id <> all($3::bigint[]) limit 1) e
      where not e.shares_record`;

/** $1 tenant, $2 record ids, $3 sets that are only written to. Of a record that several references share each has its projection. */
export const READINGS_OF_RECORDS: HotStatement = {
  name: 'match_readings',
  text: `
    select r.id, e.id, e.set_id, e.external_id, e.inactive_at is null, coalesce(p.data, r.data),
      coalesce(e.modified_at, e.observed_at)
    from unnest($2::bigint[]) as i(id)
    cross join lateral (
      select * from record r where r.id = i.id and r.tenant_id = $1 and r.merged_into is null limit 1) r
    cross join lateral (${sourcesOf('r.id')}) o
    cross join lateral (select * from external_reference e where e.id = o.id limit 1) e
    left join lateral (select p.data from projection p where p.reference_id = e.id limit 1) p on true`,
};

/** $1 tenant, $2 record ids. */
export const DATA_OF_RECORDS: HotStatement = {
  name: 'match_data',
  text: `
    select i.id, r.data from unnest($2::bigint[]) as i(id)
    cross join lateral (
      select * from record r where r.id = i.id and r.tenant_id = $1 and r.merged_into is null limit 1) r`,
};

/** $1 tenant. */
export const ANY_KEPT_APART: HotStatement = {
  name: 'match_any_apart',
  text: 'select exists (select from kept_apart k where k.tenant_id = $1 limit 1)',
};

/** $1 tenant, $2 set ids, $3 external ids, $4 set ids, $5 keys: names, and what is presented in sets. */
export const FIND_KEPT_APART: HotStatement = {
  name: 'match_kept_apart',
  text: `
    select k.set_id, k.external_id, k.other_set_id, k.other_external_id, k.key
    from unnest($2::int[], $3::text[]) as i(set_id, external_id)
    cross join lateral (
      select * from kept_apart k where k.tenant_id = $1 and k.set_id = i.set_id and k.external_id = i.external_id
      order by k.other_set_id limit 1000) k
    union all
    select k.set_id, k.external_id, k.other_set_id, k.other_external_id, k.key
    from unnest($4::int[], $5::uuid[]) as i(set_id, key)
    cross join lateral (
      select * from kept_apart k where k.tenant_id = $1 and k.key = i.key and k.set_id = i.set_id
      order by k.external_id limit 1000) k`,
};
