import type { MatchReading, Readings } from './match-reading.js';
import type { MatchComparison } from './match-settings.js';
import { DEFAULT_ALGORITHM, SIMILARITIES } from './similarity.js';

export const DEFAULT_THRESHOLD = 0.85;

export interface PairComparison {
  readonly label: string;
  readonly by: MatchComparison['by'];
  /** From here on the comparison holds. */
  readonly threshold: number;
  /** 0 to 1; 0 where one of the two has no value. The order of the two does not matter. */
  readonly score: (one: MatchReading, other: MatchReading) => number;
}

/** Of settings that were found right. */
export function compareWith(comparison: MatchComparison, readings: Readings): PairComparison {
  const { by, algorithm = DEFAULT_ALGORITHM, threshold = DEFAULT_THRESHOLD } = comparison;
  const term = readings.term(comparison);
  const { label } = term;
  if (by === 'phonetic') {
    const isAlike = (one: MatchReading, other: MatchReading) =>
      one.codesOf(term).some((code) => other.codesOf(term).includes(code));
    return { label, by, threshold: 1, score: (one, other) => Number(isAlike(one, other)) };
  }
  const compare = by === 'exact' ? isEqual : similarityOf(algorithm);
  return {
    label,
    by,
    threshold,
    score: (one, other) => {
      const [text, otherText] = [one.textOf(term), other.textOf(term)];
      return text === '' ? 0 : compare(text, otherText);
    },
  };
}

function isEqual(one: string, other: string): number {
  return Number(one === other);
}

/** Greedy algorithms need not say the same where the two are swapped, so the lesser text always comes first. */
function similarityOf(algorithm: string): (one: string, other: string) => number {
  const compare = SIMILARITIES[algorithm]?.compare ?? isEqual;
  // Stryker disable next-line all: no pair is known that an algorithm judges otherwise when it is swapped
  return (one, other) => (one < other ? compare(one, other) : compare(other, one));
}
