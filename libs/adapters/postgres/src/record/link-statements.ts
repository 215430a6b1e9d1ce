import { DERIVED_COUNTERS, type RecordLink } from '@evenkeel/domain';
import type { HotStatement } from '../database/session.js';
import { arraysOf, bigints, texts } from '../table/array-columns.js';

/* Part of the apply path of jobs that derive or link, and written for a planner that kept its plans from empty tables like the rest of it. */

/** More links of one record are not read at once. */
const MOST_LINKS = 1_000_000;

/** $1 reference ids. */
export const LINKS_OF_REFERENCES: HotStatement = {
  name: 'link_find',
  text: `
    select l.id, l.from_reference, l.name, l.to_external_id, l.derived, s.connection_id, s.stream, s.record_type,
      s.rule, s.parent_type, e.id
    from unnest($1::bigint[]) as i(id)
    cross join lateral (
      select * from record_link l where l.from_reference = i.id and l.ended_at is null
      order by l.from_reference, l.id limit ${MOST_LINKS}) l
    cross join lateral (select * from reference_set s where s.id = l.to_set limit 1) s
    left join lateral (
      select e.id from external_reference e where e.set_id = l.to_set and e.external_id = l.to_external_id limit 1) e on true`,
};

/** A link whose set is a number. */
export interface NumberedLink extends Omit<RecordLink, 'to'> {
  readonly setId: number;
}

export const LINK_ROWS = arraysOf<NumberedLink>({
  from_reference: bigints(({ referenceId }) => Number(referenceId)),
  name: texts(({ name }) => name),
  to_set: bigints(({ setId }) => setId),
  to_external_id: texts(({ externalId }) => externalId),
  derived: bigints(({ isDerived }) => (isDerived ? 1 : 0)),
});

/** $1 and so on `LINK_ROWS`. */
export const ADD_LINKS: HotStatement = {
  name: 'link_add',
  text: `
    insert into record_link as l (from_reference, name, to_set, to_external_id, derived, since)
    select i.from_reference, i.name, i.to_set, i.to_external_id, i.derived = 1, t.now
    from unnest(${LINK_ROWS.parameters(1)}) as i(${LINK_ROWS.list}), (select engine_now() as now) t
    on conflict (from_reference, name, to_set, to_external_id) do update
      set ended_at = null, since = excluded.since where l.ended_at is not null`,
};

/** $1 ids. */
export const END_LINKS: HotStatement = {
  name: 'link_end',
  text: `
    insert into record_link (id, from_reference, name, to_set, to_external_id, derived)
    select l.id, l.from_reference, l.name, 0, l.to_external_id, l.derived from unnest($1::bigint[]) as i(id)
    cross join lateral (select * from record_link l where l.id = i.id and l.ended_at is null limit 1) l
    on conflict (id) do update set ended_at = engine_now()`,
};

/** $1 reference ids: those of active ones of which no active record has a part. */
export const WITHOUT_PARENT: HotStatement = {
  name: 'link_without_parent',
  text: `
    select i.id from unnest($1::bigint[]) as i(id)
    cross join lateral (
      select * from external_reference e where e.id = i.id and e.inactive_at is null limit 1) e
    left join lateral (
      select true as found from record_link l
      cross join lateral (
        select from external_reference p where p.id = l.from_reference and p.inactive_at is null limit 1) p
      where l.to_set = e.set_id and l.to_external_id = e.external_id and l.derived and l.ended_at is null limit 1) l on true
    where l.found is null`,
};

/** $1 chunk id, then what is added to each counter. */
export const COUNT_DERIVED: HotStatement = {
  name: 'chunk_derived',
  text: `update chunk set ${DERIVED_COUNTERS.map(
    (counter, at) => `derived_${counter} = derived_${counter} + $${at + 2}`,
  ).join(', ')} where id = $1`,
};

const LINKED = `l.name, l.derived as "isDerived", l.since, c.name as connection, s.stream`;

/** $1 record id, $2 tenant, $3 how many at most: what it leads to. */
export const LINKS_FROM_RECORD = `
  select ${LINKED}, s.record_type as "recordType", l.to_external_id as "externalId", t.record_id as "recordId"
  from external_reference f
  join record_link l on l.from_reference = f.id and l.ended_at is null
  join reference_set s on s.id = l.to_set and s.tenant_id = $2
  join connection c on c.id = s.connection_id
  left join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id
  where f.record_id = $1 order by l.id limit $3`;

/** The same parameters: what leads to it. */
export const LINKS_TO_RECORD = `
  select ${LINKED}, s.record_type as "recordType", f.external_id as "externalId", f.record_id as "recordId"
  from external_reference t
  join record_link l on l.to_set = t.set_id and l.to_external_id = t.external_id and l.ended_at is null
  join external_reference f on f.id = l.from_reference
  join reference_set s on s.id = f.set_id and s.tenant_id = $2
  join connection c on c.id = s.connection_id
  where t.record_id = $1 order by l.id limit $3`;
