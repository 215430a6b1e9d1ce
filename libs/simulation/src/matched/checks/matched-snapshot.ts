import { MOST_REVIEWS } from '@evenkeel/domain';

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
  /** External ids that present a key which two that a person keeps apart had in the same sets. */
  readonly inheriting: readonly { readonly one: string; readonly other: string }[];
  /** Records about which as many questions have been put as one reading puts at most, whatever became of them. */
  readonly askedOften: readonly string[];
  /** External ids whose record became part of another one. */
  readonly astray: readonly string[];
  /** External ids that last came to their record because a person said so. */
  readonly joinedByPeople: readonly string[];
}

export const NOTHING_MATCHED: MatchedRows = {
  ...{ reviews: [], inheriting: [], astray: [], askedOften: [] },
  joinedByPeople: [],
};

type List = (columns: string, from: string) => string;

/** The part of the query of a snapshot that takes it, as pairs of name and value. */
export function matchedPairs(list: List): string {
  return `'reviews', ${list(
    `m.id::text, m.one_id::text as one, m.other_id::text as other, exists (
       select from record r where r.id in (m.one_id, m.other_id) and r.merged_into is not null) as "isAstray"`,
    `match_review m where m.state = 'open' order by m.id`,
  )},
  'inheriting', ${list(
    'distinct a.external_id as one, b.external_id as other',
    `kept_apart k join match_key ka on ka.key = k.key and ka.set_id = k.set_id join match_key kb on kb.key = k.key and kb.set_id = k.other_set_id
     join external_reference a on a.id = ka.reference_id join external_reference b on b.id = kb.reference_id
     where a.external_id < b.external_id order by 1, 2`,
  )},
  'askedOften', coalesce((select json_agg(a.id::text order by a.id) from (
    select i.id from match_review m cross join lateral (values (m.one_id), (m.other_id)) as i(id)
    group by i.id having count(*) >= ${String(MOST_REVIEWS)}) a), '[]'),
  'astray', coalesce((select json_agg(f.external_id order by f.id) from external_reference f
    join record r on r.id = f.record_id where r.merged_into is not null), '[]'),
  'joinedByPeople', coalesce((select json_agg(f.external_id order by f.id) from external_reference f
    cross join lateral (select m.rule from record_merge m where f.id = any(m.reference_ids) order by m.id desc limit 1) m
    where m.rule is null), '[]')`;
}
