import type { MatchKey } from './match-key.js';
import type {
  BlockingKey,
  BlockingField,
  MatchComparison,
  MatchCondition,
  MatchRule,
} from './match-settings.js';

/** What one key of a rule is made of. */
export interface KeyShape {
  readonly role: MatchKey['role'];
  readonly parts: readonly (BlockingField | MatchComparison)[];
}

/** Comparisons that together make two records one, and the keys by which such records are found. */
export interface MatchAlternative {
  readonly comparisons: readonly MatchComparison[];
  readonly keys: readonly KeyShape[];
}

/**
 * The ways in which a rule can hold. What is exact throughout has one key of all its parts. Other ways are found by what the rule
 * blocks by, else by their own exact and phonetic comparisons; those that have none cannot be found.
 */
export function alternativesOf({ when, blockBy = [] }: KeyedRule): readonly MatchAlternative[] {
  return expand(when).map((comparisons) => {
    if (comparisons.every(({ by }) => by === 'exact'))
      return { comparisons, keys: [{ role: 'exact', parts: comparisons }] };
    const hard = comparisons.filter(({ by }) => by !== 'fuzzy');
    const own = hard.length === 0 ? [] : [hard];
    const wanted = blockBy.length === 0 ? own : blockBy.map(partsOf);
    return { comparisons, keys: wanted.map((parts) => ({ role: 'block', parts })) };
  });
}

type KeyedRule = Pick<MatchRule, 'when' | 'blockBy'>;

/** Every way to take one of each `any`. */
function expand(condition: MatchCondition): readonly (readonly MatchComparison[])[] {
  if ('any' in condition) return condition.any.flatMap(expand);
  if (!('all' in condition)) return [[condition]];
  return condition.all
    .map(expand)
    .reduce((begun, ways) => begun.flatMap((each) => ways.map((way) => [...each, ...way])), [[]] as const);
}

/** How many of them there are, without making them. */
export function countAlternatives(condition: MatchCondition): number {
  if ('any' in condition) return condition.any.reduce((sum, each) => sum + countAlternatives(each), 0);
  if ('all' in condition)
    return condition.all.reduce((product, each) => product * countAlternatives(each), 1);
  return 1;
}

/** The most keys that the rule gives one record. */
export function countKeys(rule: KeyedRule): number {
  const shapes = alternativesOf(rule).flatMap(({ keys }) => keys);
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()].reduce(
    (sum, { parts }) => sum + mostKeysOf(parts),
    0,
  );
}

function partsOf(key: BlockingKey): readonly BlockingField[] {
  return 'all' in key ? key.all : [key];
}

/** What sounds in two ways has two keys. */
function mostKeysOf(parts: KeyShape['parts']): number {
  return 2 ** parts.filter(({ by }) => by === 'phonetic').length;
}
