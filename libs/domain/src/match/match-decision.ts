import type { JsonObject } from '../json.js';
import type { MatchKey } from './match-key.js';
import type { MatchReason } from './match-verdict.js';

/** What deciding needs of a stored record that shares a key with the input. */
export interface MatchCandidate {
  readonly recordId: string;
  /** What each of its sources said last: its projections; of a record with one reference its data. Not the merged data: that forgets. */
  readonly readings: readonly JsonObject[];
  /** Sets in which it has active references. */
  readonly activeSets: ReadonlySet<string>;
  /** Keys of the input, not crowded, under which its readings were found; left out: it may share any of them. */
  readonly under?: readonly MatchKey[];
  /** Crowded keys that it shares with the input, two of a rule at least, under which together few are found: they speak for it. */
  readonly narrowed?: readonly MatchKey[];
}

/** One reading, and the stored records that share keys with it. */
export interface MatchInput {
  readonly data: JsonObject;
  readonly setId: string;
  /** The record that its reference belongs to; undefined: it is new. That record is no candidate. */
  readonly recordId: string | undefined;
  /** Sets in which that record has active references, `setId` among them or not. */
  readonly activeSets: ReadonlySet<string>;
  readonly candidates: readonly MatchCandidate[];
  /** Keys of the input under which too many are found, or that more than three external ids of one set share. */
  readonly crowded: readonly MatchKey[];
  /** Rules by which it cannot be compared with all that may match: too many are found under each key, and under two of them. */
  readonly tooWide: readonly string[];
  /** Whether a person said that a candidate is not what the input is; with `other`: that two candidates are not one. */
  isKeptApart(recordId: string, other?: string): boolean;
}

export const REVIEW_CAUSES = ['band', 'same_set', 'crowded', 'ambiguous'] as const;
export type ReviewCause = (typeof REVIEW_CAUSES)[number];

/** Two that a person has to look at: the input, and this record, which may be one that is stored together with the input (`nameOfNew`). */
export interface MatchReview {
  readonly recordId: string;
  readonly cause: ReviewCause;
  readonly rule: string;
  readonly score: number;
  readonly why: readonly MatchReason[];
}

interface Decided {
  readonly reviews: readonly MatchReview[];
  /** Whether it would match a record that a person kept apart from it; left out: it would not. */
  readonly isKeptApart?: true;
}

export type MatchDecision =
  | ({ readonly kind: 'alone' } & Decided)
  | ({
      /** The reference belongs to `recordId`, and `absorbed` are merged into it (the input's own record may be one of them, or be `recordId`). */
      readonly kind: 'join';
      readonly recordId: string;
      readonly absorbed: readonly string[];
      readonly rule: string;
      readonly score: number;
      readonly why: readonly MatchReason[];
    } & Decided);
