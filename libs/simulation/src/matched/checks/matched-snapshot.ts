/** Two records that a person is asked about. */
export interface SeenReview {
  readonly id: string;
  readonly one: string;
  readonly other: string;
  /** Whether one of them became part of another record. */
  readonly isAstray: boolean;
}

/** What there is only where likeness decides. */
export interface MatchedRows {
  /** Those that are open. */
  readonly reviews: readonly SeenReview[];
  /** External ids whose record became part of another one. */
  readonly astray: readonly string[];
}

export const NOTHING_MATCHED: MatchedRows = { reviews: [], astray: [] };

type List = (columns: string, from: string) => string;

/** The part of the query of a snapshot that takes it, as pairs of name and value. */
export function matchedPairs(list: List): string {
  return `'reviews', ${list(
    `m.id::text, m.one_id::text as one, m.other_id::text as other, exists (
       select from record r where r.id in (m.one_id, m.other_id) and r.merged_into is not null) as "isAstray"`,
    `match_review m where m.state = 'open' order by m.id`,
  )},
  'astray', coalesce((select json_agg(f.external_id order by f.id) from external_reference f
    join record r on r.id = f.record_id where r.merged_into is not null), '[]')`;
}
