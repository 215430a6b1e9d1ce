import type { MatchComparison } from './match-settings.js';
import type { MatchKey } from './match-key.js';
import type { JsonObject } from '../json.js';

/** The better ones first. */
export const MATCH_VERDICTS = ['match', 'review', 'none'] as const;

/** How alike one pair is by one comparison; it holds no value of either record. */
export interface MatchReason {
  /** As the rule says it; several joined by a plus sign. */
  readonly field: string;
  readonly by: MatchComparison['by'];
  readonly score: number;
}

/** What the rules say of two records. */
export interface MatchVerdict {
  readonly verdict: (typeof MATCH_VERDICTS)[number];
  /** The rule that says most of them; undefined: none has anything to compare. */
  readonly rule: string | undefined;
  /** Of that rule, 0 to 1: the lowest of the comparisons that have to hold together. */
  readonly score: number;
  /** It matches by exact comparisons alone. */
  readonly isExact: boolean;
  readonly why: readonly MatchReason[];
}

export interface CompiledMatch {
  /** At most {@link MOST_KEYS}, each once; none for what is null, empty or stopped. */
  keysOf(data: JsonObject): readonly MatchKey[];
  /**
   * Compares two readings; the order of the two does not matter.
   * @param usable keys as {@link keyText} says them: only what the two share among these may speak for them; left out, all do
   */
  compare(one: JsonObject, other: JsonObject, usable?: ReadonlySet<string>): MatchVerdict;
}

/** Of two that have nothing in common by any rule. */
export const NO_MATCH: MatchVerdict = { verdict: 'none', rule: undefined, score: 0, isExact: false, why: [] };

/** Below zero: `one` says more. A match before one for review, an exact one before others, then by score. */
export function orderVerdicts(one: MatchVerdict, other: MatchVerdict): number {
  return (
    MATCH_VERDICTS.indexOf(one.verdict) - MATCH_VERDICTS.indexOf(other.verdict) ||
    Number(other.isExact) - Number(one.isExact) ||
    other.score - one.score
  );
}

/** Of equal ones the first. */
export function betterOf(one: MatchVerdict, other: MatchVerdict): MatchVerdict {
  return orderVerdicts(other, one) < 0 ? other : one;
}
