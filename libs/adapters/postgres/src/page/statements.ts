import { OUTCOMES } from '@evenkeel/domain';
import { OUTCOME_COLUMNS } from '../chunk/outcome-columns.js';
import { ofKinds } from '../chunk/slice-kinds.js';
import type { HotStatement } from '../database/session.js';
import { OUTCOME_ROWS } from './row.js';

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
 * many inputs were replayed, which $4 does not count; $17 how many the listing gave, $18 its total. No rows: the chunk is not claimed.
 */
export const ADVANCE_CHUNK: HotStatement = {
  name: 'chunk_advance',
  text: `
    with advanced as (
      update chunk set cursor = $2, pages_applied = pages_applied + $3, fetched = fetched + $4, replayed = replayed + $16,
        listed = listed + $17, total = coalesce($18, total), bound = coalesce($5, bound), state = case when $6 then 'applied' else state end,
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

/** $1 execution id, $2 chunk id, $3 and so on `OUTCOME_ROWS`. */
export const ADD_OUTCOMES: HotStatement = {
  name: 'outcome_add',
  text: `
    insert into outcome (execution_id, chunk_id, page_no, position, external_id, outcome, problem, raw)
    select $1, $2, page_no, position, external_id, outcome, problem::json, raw
    from unnest(${OUTCOME_ROWS.parameters(3)})
      as o(${OUTCOME_ROWS.list})`,
};

/**
 * $1 execution id, $2 chunk ids, $3 their generations and $4 pages as far as they are known, $5 role in a plan (empty: none), $6 how many
 * at most. A chunk without a further page gives one row without a page.
 */
export const LISTED_SINCE = pagesSince('page_listed_since', 'p.seen');

/** As {@link LISTED_SINCE}; the entries as hexadecimal digits. */
export const SAID_SINCE = pagesSince(
  'page_said_since',
  `encode(
      coalesce((select e.entries from plan_page e
        where e.plan_id = coalesce(c.plan ->> 'movedInto', c.plan ->> 'planId')::uuid
          and e.chunk_id = c.id and e.page_no = p.page_no), '') ||
      coalesce((select e.entries from inventory_page e where e.chunk_id = c.id and e.page_no = p.page_no), ''), 'hex')`,
);

function pagesSince(name: string, what: string): HotStatement {
  return {
    name,
    text: `
    select c.id, c.generation, coalesce(p.page_no + 1, k.pages, 0), ${what}
    from chunk c
    left join lateral (
      select k.pages from unnest($2::uuid[], $3::int[], $4::int[]) as k(chunk_id, generation, pages)
      where k.chunk_id = c.id and k.generation = c.generation limit 1) k on true
    left join lateral (
      select r.page_no, r.seen from page_result r
      where r.chunk_id = c.id and r.page_no >= coalesce(k.pages, 0) and r.generation = c.generation
      order by r.page_no limit $6::int) p on true
    where c.execution_id = $1 and ${ofKinds('c', ({ isListing }) => isListing)}
      and coalesce(c.plan ->> 'role', '') = $5
    order by p.page_no is null, c.ordinal, p.page_no limit $6::int`,
  };
}

/** $1 execution id: the outcome counts of the chunks that a run is judged by, in their order. */
export const BREAKER_COUNTS: HotStatement = {
  name: 'chunk_judged',
  text: `
    select ${OUTCOMES.map((outcome) => `coalesce(sum(${outcome}), 0)`).join(', ')}
    from chunk where execution_id = $1 and ${ofKinds('chunk', ({ countsForBreaker }) => countsForBreaker !== false)}
      and coalesce(slice ->> 'judged', 'true') = 'true'`,
};

export interface PageTotalsRow {
  readonly chunkId: string;
  readonly pages: number;
  readonly inputs: number;
  readonly unbroken: boolean;
}

const sums = OUTCOMES.map((outcome) => `coalesce(sum(p.${outcome}), 0)::int as ${outcome}`);

/** $1 execution id. Inputs are counted anew from what was seen, not taken from a stored count. */
export const TOTALS_OF_EXECUTION = `
  select c.id as "chunkId", count(p.page_no)::int as pages, coalesce(sum(cardinality(p.seen)), 0)::int as inputs,
    coalesce(bool_and(p.page_no = p.nth and p.cursor_in is not distinct from p.cursor_before), true) as unbroken,
    ${sums.join(', ')}
  from chunk c left join lateral (
    select r.*, row_number() over (order by r.page_no) - 1 as nth, lag(r.cursor_out) over generation as cursor_before
    from page_result r where r.chunk_id = c.id
    window generation as (partition by r.generation order by r.page_no)) p on true
  where c.execution_id = $1 group by c.id, c.ordinal order by c.ordinal`;
