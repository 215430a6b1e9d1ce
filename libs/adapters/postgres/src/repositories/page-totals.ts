import { OUTCOMES } from '@evenkeel/domain';

export interface PageTotalsRow {
  readonly chunkId: string;
  readonly pages: number;
  readonly inputs: number;
  readonly unbroken: boolean;
}

const sums = OUTCOMES.map((outcome) => `coalesce(sum(p.${outcome}), 0)::int as ${outcome}`);

/** $1 execution id. Inputs are counted anew from what was seen, not taken from a count somebody kept. */
export const TOTALS_OF_EXECUTION = `
  select c.id as "chunkId", count(p.page_no)::int as pages, coalesce(sum(cardinality(p.seen)), 0)::int as inputs,
    coalesce(bool_and(p.page_no = p.nth and p.cursor_in is not distinct from p.cursor_before), true) as unbroken,
    ${sums.join(', ')}
  from chunk c left join lateral (
    select r.*, row_number() over (order by r.page_no) - 1 as nth, lag(r.cursor_out) over generation as cursor_before
    from page_result r where r.chunk_id = c.id
    window generation as (partition by r.generation order by r.page_no)) p on true
  where c.execution_id = $1 group by c.id, c.ordinal order by c.ordinal`;
