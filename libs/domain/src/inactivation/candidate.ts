/**
 * What became of a record that a listing no longer had: it was inactivated, or kept for one of these reasons. The position
 * of a name is its stored code: only append.
 */
export const CANDIDATE_VERDICTS = [
  'inactivated',
  'still_there',
  'changed_since',
  'once_missing',
  'unreadable',
  'awaiting_approval',
  'unproven',
] as const;
export type CandidateVerdict = (typeof CANDIDATE_VERDICTS)[number];

export type KeptVerdict = Exclude<CandidateVerdict, 'inactivated'>;
export const KEPT_VERDICTS = CANDIDATE_VERDICTS.filter(
  (verdict): verdict is KeptVerdict => verdict !== 'inactivated',
);

export type VerdictCounts = Readonly<Record<CandidateVerdict, number>>;

export const NO_VERDICTS: VerdictCounts = Object.fromEntries(
  CANDIDATE_VERDICTS.map((verdict) => [verdict, 0]),
) as Record<CandidateVerdict, number>;

/** Candidates of one page: few enough that a crash repeats little, for each may be a call of its own. */
export const CANDIDATES_PER_PAGE = 100;

/** What was found of a candidate when it was looked at for the last time before it would be inactivated. */
export interface CandidateReading {
  /** A bigint as decimal text. */
  readonly referenceId: string;
  readonly externalId: string;
  /** The reference's own when it was looked at, ISO 8601: every change of the record changes this. */
  readonly observedAt: string;
  readonly found: 'gone' | Extract<CandidateVerdict, 'still_there' | 'changed_since' | 'unreadable'>;
}
