import { distance } from 'fastest-levenshtein';

/**
 * Jaro's similarity: letters that both have at about the same place, less half of those in another order
 * (M. A. Jaro, Advances in record-linkage methodology, 1989). 0 to 1.
 */
export function jaro(one: string, other: string): number {
  if (one === other) return 1;
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);
  const inOther: number[] = [];
  const taken = new Uint8Array(other.length);
  for (let at = 0; at < one.length; at += 1) {
    const from = Math.max(0, at - reach);
    const to = Math.min(other.length, at + reach + 1);
    for (let near = from; near < to; near += 1) {
      if (taken[near] === 0 && one.charCodeAt(at) === other.charCodeAt(near)) {
        taken[near] = 1;
        inOther.push(near);
        break;
      }
    }
  }
  const common = inOther.length;
  if (common === 0) return 0;
  const transposed = inOther
    .toSorted((a, b) => a - b)
    .filter((near, rank) => other[near] !== other[inOther[rank] as number]);
  return (common / one.length + common / other.length + (common - transposed.length / 2) / common) / 3;
}

const LONGEST_PREFIX = 4;
const PREFIX_WEIGHT = 0.1;

/** Jaro's similarity, raised by up to four equal letters at the beginning (W. E. Winkler, String comparator metrics, 1990). 0 to 1. */
export function jaroWinkler(one: string, other: string): number {
  const alike = jaro(one, other);
  let prefix = 0;
  while (prefix < LONGEST_PREFIX && one[prefix] === other[prefix]) prefix += 1;
  return alike + prefix * PREFIX_WEIGHT * (1 - alike);
}

/** 1 less the slips between two texts per letter of the longer one (V. I. Levenshtein, 1966). 0 to 1. */
export function levenshtein(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  return longer === 0 ? 1 : 1 - distance(one, other) / longer;
}

/**
 * The same where two neighbours in the wrong order are one slip, as they are to who types: optimal string alignment (F. J. Damerau, A
 * technique for computer detection and correction of spelling errors, 1964; each letter is moved once). 0 to 1.
 */
export function damerauLevenshtein(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  if (one === other) return 1;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const row = [at];
    for (let near = 1; near <= other.length; near += 1) {
      const isEqual = one[at - 1] === other[near - 1];
      const replaced = (above[near - 1] as number) + Number(!isEqual);
      let slips = Math.min(replaced, (above[near] as number) + 1, (row[near - 1] as number) + 1);
      if (!isEqual && one[at - 1] === other[near - 2] && one[at - 2] === other[near - 1])
        slips = Math.min(slips, (before[near - 2] as number) + 1);
      row.push(slips);
    }
    [before, above] = [above, row];
  }
  return 1 - (above[other.length] as number) / longer;
}

/** Words that are less alike are two. */
const LEAST_ALIKE = 0.5;

/**
 * How much two sets of words have in common, in whatever order they stand: the generalised Jaccard index, where words that are
 * alike by Jaro's similarity count as common by as much (py_stringmatching, `GeneralizedJaccard`). 0 to 1.
 */
export function tokenSet(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const { common, pairs } = pairWords(words, others);
  return common / (words.length + others.length - pairs);
}

/** One word in common is no name. */
const LEAST_WORDS = 2;

/**
 * The same, where words that only the longer one has do not count: the overlap coefficient (D. Szymkiewicz, 1934) of at least two words.
 * 0 to 1.
 */
export function tokenOverlap(one: string, other: string): number {
  if (one === other) return 1;
  const [words, others] = [wordsOf(one), wordsOf(other)];
  return pairWords(words, others).common / Math.max(LEAST_WORDS, Math.min(words.length, others.length));
}

/** Each word with the one that it is most alike to, as far as they are alike: how many pairs these are, and how alike they are in sum. */
function pairWords(
  words: readonly string[],
  others: readonly string[],
): { readonly common: number; readonly pairs: number } {
  const pairs = words
    .flatMap((word, at) => others.map((near, nearAt) => ({ at, nearAt, alike: jaro(word, near) })))
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .toSorted((a, b) => b.alike - a.alike);
  const taken = { words: new Set<number>(), others: new Set<number>() };
  let common = 0;
  for (const { at, nearAt, alike } of pairs) {
    if (taken.words.has(at) || taken.others.has(nearAt)) continue;
    taken.words.add(at);
    taken.others.add(nearAt);
    common += alike;
  }
  return { common, pairs: taken.words.size };
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(' '))];
}

export const DEFAULT_ALGORITHM = 'jaro_winkler';

/** The algorithms of a fuzzy comparison, by name. */
export const SIMILARITIES: Readonly<Record<string, Similarity>> = {
  jaro_winkler: {
    does: 'Letters in common at about the same place, with more weight on how it begins: for names of one word.',
    compare: jaroWinkler,
  },
  levenshtein: {
    does: 'The share of letters that stay as they are: for numbers, codes and addresses.',
    compare: levenshtein,
  },
  damerau_levenshtein: {
    does: 'The same, where two neighbours in the wrong order are one slip: for what people type.',
    compare: damerauLevenshtein,
  },
  token_set: {
    does: 'Words in common in whatever order, where words may differ by a slip: for full names and names of companies.',
    compare: tokenSet,
  },
  token_overlap: {
    does: 'The same, where words that only one of the two has do not count: for names with and without a middle name.',
    compare: tokenOverlap,
  },
};

interface Similarity {
  /** For people. */
  readonly does: string;
  /** 0 to 1; the order of the two does not matter. */
  readonly compare: (one: string, other: string) => number;
}
