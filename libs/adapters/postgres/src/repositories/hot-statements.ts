import { MOST_LOGGED, OUTCOMES } from '@evenkeel/domain';
import type { HotStatement } from '../connection/session.js';
import { OUTCOME_COLUMNS } from '../rows/outcome-columns.js';
import { FOUND_COLUMNS, REFERENCE_COLUMNS } from '../rows/reference-row.js';
import { ofKinds } from './slice-kinds.js';
import { HAS_OPEN_FAILURES, LOCK_FAILURES, RESOLVE_FAILURES, SAVE_FAILURES } from './failure-statements.js';

/*
 * The statements of the apply path. A statement that is prepared while its tables are empty keeps its plan while they
 * grow, so each of them is written in a form that leaves the planner no choice: `lateral ... limit 1` reads one row by
 * a unique index, and `insert ... on conflict (id) do update` finds the row to write by its primary key.
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
 * $1 set id, $2 tenant, $3 record type, $4 to $9 the arrays of `writesToArrays`. Gives reference ids in their order. The
 * references are inserted in the order in which they are locked: two that create the same ones must not wait for each other.
 */
export const CREATE_RECORDS: HotStatement = {
  name: 'record_create',
  text: `
    with input as materialized (
      select nextval('record_id_seq') as record_id, nextval('external_reference_id_seq') as reference_id, i.*
      from unnest($4::text[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[], $9::text[])
        with ordinality as i(external_id, content_hash, data, version, modified_at, observed_at, position)),
    records as (
      insert into record (id, tenant_id, record_type, data, created_at, updated_at)
      select i.record_id, $2, $3, i.data, t.now, t.now from input i, (select engine_now() as now) t),
    refs as (
      insert into external_reference
        (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
      select reference_id, record_id, $1, external_id, content_hash, version::double precision,
        modified_at::timestamptz, observed_at::timestamptz
      from input order by external_id collate "C")
    select reference_id from input order by position`,
};

/** $1 execution id, $2 reference ids, $3 record ids, $4 to $9 the arrays of `writesToArrays`. */
export const UPDATE_RECORDS: HotStatement = {
  name: 'record_update',
  text: `
    with input as (
      select * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[], $9::text[])
        as i(reference_id, record_id, external_id, content_hash, data, version, modified_at, observed_at)
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
      select reference_id, record_id, 0, external_id, content_hash, version::double precision,
        modified_at::timestamptz, observed_at::timestamptz
      from before
      on conflict (id) do update set content_hash = excluded.content_hash,
        provider_version = excluded.provider_version, modified_at = excluded.modified_at,
        observed_at = excluded.observed_at, inactive_at = null, inactive_cause = null, inactive_by = null)
    insert into record as r (id, tenant_id, record_type, version, updated_at, data)
    select record_id, tenant_id, record_type, version_before + 1, now, data from before
    on conflict (id) do update set
      version = excluded.version, updated_at = excluded.updated_at, data = excluded.data, inactive_at = null`,
};

/**
 * $1 reference ids, $2 record ids, $3 versions, $4 modified at, $5 observed at. The other columns are never read: the row
 * is there, because it is locked.
 */
export const NOTE_VERSIONS: HotStatement = {
  name: 'reference_note_version',
  text: `
    insert into external_reference as e
      (id, record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
    select reference_id, record_id, 0, '', '00000000-0000-0000-0000-000000000000', version::double precision,
      modified_at::timestamptz, observed_at::timestamptz
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
      as i(reference_id, record_id, version, modified_at, observed_at)
    on conflict (id) do update set provider_version = excluded.provider_version,
      modified_at = excluded.modified_at, observed_at = greatest(e.observed_at, excluded.observed_at)`,
};

const addedCounts = OUTCOMES.map(
  (outcome, index) => `${outcome} = ${outcome} + ($7::bigint[])[${index + 1}]`,
);
const countsOfPage = OUTCOMES.map(
  (_, index) => `($13::bigint[])[(p.position - 1) * ${OUTCOMES.length} + ${index + 1}]`,
);

/**
 * $1 chunk id, $2 cursor, $3 pages, $4 fetched, $5 bound, $6 end, $7 outcome counts; then arrays over the pages:
 * $8 numbers, $9 attempts, $10 cursors in, $11 cursors out, $12 observed at, $13 outcome counts of each page after the
 * other, $14 `seen` of each after the other, $15 how many entries of it are before each; $16 how
 * many inputs were replayed, which $4 does not count. No rows: the chunk is not claimed.
 */
export const ADVANCE_CHUNK: HotStatement = {
  name: 'chunk_advance',
  text: `
    with advanced as (
      update chunk set cursor = $2, pages_applied = pages_applied + $3, fetched = fetched + $4, replayed = replayed + $16,
        bound = coalesce($5, bound), state = case when $6 then 'applied' else state end,
        lease_until = case when $6 then null else lease_until end, applied_at = engine_now(),
        ${addedCounts.join(', ')}
      where id = $1 and state = 'claimed' returning id, applied_at, generation)
    insert into page_result (generation, chunk_id, page_no, attempt, cursor_in, cursor_out, observed_at, applied_at,
      seen, ${OUTCOME_COLUMNS})
    select a.generation, a.id, p.page_no, p.attempt, p.cursor_in, p.cursor_out, p.observed_at::timestamptz, a.applied_at,
      ($14::bigint[])[p.seen_before + 1 : p.seen_until], ${countsOfPage.join(', ')}
    from advanced a, (
      select *, coalesce(lead(seen_before) over (order by position), cardinality($14::bigint[])) as seen_until
      from unnest($8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $15::bigint[]) with ordinality
        as p(page_no, attempt, cursor_in, cursor_out, observed_at, seen_before, position)) p
    returning page_no`,
};

/** $1 execution id, $2 chunk id, $3 pages, $4 positions, $5 external ids, $6 outcomes, $7 problems, $8 raws. */
export const ADD_OUTCOMES: HotStatement = {
  name: 'outcome_add',
  text: `
    insert into outcome (execution_id, chunk_id, page_no, position, external_id, outcome, problem, raw)
    select $1, $2, page_no, position, external_id, outcome, problem::json, raw
    from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
      as o(page_no, position, external_id, outcome, problem, raw)`,
};

/**
 * $1 execution id, $2 phases, $3 external ids, $4 classes, $5 codes, $6 messages, $7 attempts. They are numbered on from the
 * last one that is committed: chunks that fail at the same time may add a few more than are kept of an execution.
 */
export const ADD_ERRORS: HotStatement = {
  name: 'error_add',
  text: `
    insert into execution_error (execution_id, nth, at, phase, external_id, class, code, message, attempt)
    select $1, e.nth + l.nth, engine_now(), e.phase, e.external_id, e.class, e.code, e.message, e.attempt
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[]) with ordinality
      as e(phase, external_id, class, code, message, attempt, nth)
    cross join (select coalesce((
      select nth from execution_error where execution_id = $1 order by execution_id desc, id desc limit 1), 0) as nth) l
    where e.nth + l.nth <= ${MOST_LOGGED} order by e.nth`,
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

/** $1 execution id: the outcome counts of the chunks that a run is judged by, in their order. */
export const JUDGED_COUNTS: HotStatement = {
  name: 'chunk_judged',
  text: `
    select ${OUTCOMES.map((outcome) => `coalesce(sum(${outcome}), 0)`).join(', ')}
    from chunk where execution_id = $1 and ${ofKinds('chunk', ({ countsForBreaker }) => countsForBreaker !== false)}
      and coalesce(slice ->> 'judged', 'true') = 'true'`,
};

/** What the planner-trap test prepares on empty tables and runs on full ones. */
export const HOT_STATEMENTS: readonly HotStatement[] = [
  FIND_REFERENCES,
  LOCK_REFERENCES,
  CREATE_RECORDS,
  UPDATE_RECORDS,
  NOTE_VERSIONS,
  ADVANCE_CHUNK,
  ADD_OUTCOMES,
  ADD_ERRORS,
  TOUCH_REFERENCES,
  JUDGED_COUNTS,
  HAS_OPEN_FAILURES,
  LOCK_FAILURES,
  SAVE_FAILURES,
  RESOLVE_FAILURES,
];
