import type { HotStatement } from '../database/session.js';
import { FOUND_COLUMNS, REFERENCE_COLUMNS, SIGHTINGS } from './reference-row.js';

/*
 * Part of the apply path. A statement that is prepared while its tables are empty keeps its plan while they grow, so each of
 * these is written in a form that leaves the planner no choice: `lateral ... limit 1` reads one row by a unique index, and
 * `insert ... on conflict (id) do update` finds the row to write by its primary key.
 */

const oneReference = (lock: string) => `cross join lateral (
  select * from external_reference e where e.set_id = $1 and e.external_id = i.external_id limit 1 ${lock}) e`;

/**
 * $1 set id, $2 external ids. One row of arrays, a place in the ids in that of each id: for what is mostly unchanged, making
 * a thousand rows and taking them apart again is most of the work.
 */
export const FIND_REFERENCES: HotStatement = {
  name: 'reference_find',
  text: `
    select ${FOUND_COLUMNS.map((column) => `array_agg(${column})::text`).join(', ')}
    from unnest($2::text[]) with ordinality as i(external_id, position) ${oneReference('')}`,
};

/** $1 set id, $2 external ids. */
export const LOCK_REFERENCES: HotStatement = {
  name: 'reference_lock',
  text: `
    select ${REFERENCE_COLUMNS}
    from (select external_id from unnest($2::text[]) as i(external_id) order by external_id collate "C") i
    ${oneReference('for no key update')}`,
};

/**
 * $1 and so on `SIGHTINGS`. The other columns are never read: the row
 * is there, because it is locked.
 */
export const NOTE_VERSIONS: HotStatement = {
  name: 'reference_note_version',
  text: `
    insert into external_reference as e
      (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
    select reference_id, record_id, 0, '', '00000000-0000-0000-0000-000000000000', version,
      modified_at::timestamptz, observed_at::timestamptz
    from unnest(${SIGHTINGS.parameters(1)})
      as i(${SIGHTINGS.list})
    on conflict (id) do update set provider_version = excluded.provider_version,
      modified_at = excluded.modified_at, observed_at = greatest(e.observed_at, excluded.observed_at)`,
};

/** $1 reference ids, $2 observed at. The references must be locked. */
export const TOUCH_REFERENCES: HotStatement = {
  name: 'reference_touch',
  text: `
    insert into external_reference (id, record_id, set_id, external_id, content_hash, observed_at)
    select e.id, e.record_id, 0, e.external_id, e.content_hash, $2::timestamptz from unnest($1::bigint[]) as i(id)
    cross join lateral (
      select * from external_reference e where e.id = i.id and e.observed_at < $2::timestamptz limit 1) e
    on conflict (id) do update set observed_at = excluded.observed_at`,
};
