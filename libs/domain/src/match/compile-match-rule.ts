import { compileTemplate } from './key-template.js';
import { alternativesOf, type KeyShape } from './match-alternatives.js';
import { keyText, type MatchKey } from './match-key.js';
import type { MatchReading, Readings } from './match-reading.js';
import type { MatchComparison, MatchRule } from './match-settings.js';
import { betterOf, type MatchReason, type MatchVerdict, NO_MATCH } from './match-verdict.js';
import { once, onceByText } from './once.js';
import { compareWith, type PairComparison } from './pair-comparison.js';
import type { KeyTemplate } from './read-words.js';

export interface ReadingPair {
  readonly one: MatchReading;
  readonly other: MatchReading;
  /** As {@link keyText} says them; undefined: all. */
  readonly usable: ReadonlySet<string> | undefined;
}

export interface CompiledMatchRule {
  readonly keysOf: (reading: MatchReading) => readonly MatchKey[];
  readonly compare: (pair: ReadingPair) => MatchVerdict;
}

/** Of settings that were found right. */
export function compileRule(rule: MatchRule, readings: Readings): CompiledMatchRule {
  const templates: KeyTemplate[] = [];
  const templateOf = onceByText((shape: KeyShape) => {
    const template = compileTemplate({ ...shape, rule: rule.name, position: templates.length + 1 }, readings);
    templates.push(template);
    return template;
  });
  const comparisonOf = onceByText((comparison: MatchComparison) => compareWith(comparison, readings));
  const alternatives = alternativesOf(rule).map(({ comparisons, keys }) => ({
    isExact: comparisons.every(({ by }) => by === 'exact'),
    comparisons: comparisons.toSorted(hardFirst).map(comparisonOf),
    templates: keys.map(templateOf),
  }));
  return {
    keysOf: (reading) => templates.flatMap((template) => reading.keysOf(template)),
    compare: (pair) => {
      const findings = findingsOf(pair);
      return alternatives
        .map((alternative) => compareAlternative(alternative, rule, findings))
        .reduce<MatchVerdict>(betterOf, NO_MATCH);
    },
  };
}

/** What costs least and refuses most comes first. */
function hardFirst(one: MatchComparison, other: MatchComparison): number {
  const order = ['exact', 'phonetic', 'fuzzy'];
  return order.indexOf(one.by) - order.indexOf(other.by);
}

interface CompiledAlternative {
  readonly isExact: boolean;
  readonly comparisons: readonly PairComparison[];
  readonly templates: readonly KeyTemplate[];
}

/** What is found out of one pair, at most once however many ways the rule can hold in. */
interface Findings {
  readonly scoreOf: (comparison: PairComparison) => number;
  /** Whether one of the two has a key that may speak for them; the other one need not have it. */
  readonly mayShare: (template: KeyTemplate) => boolean;
  readonly shares: (template: KeyTemplate) => boolean;
}

function findingsOf({ one, other, usable }: ReadingPair): Findings {
  const usableOf = once((template: KeyTemplate) =>
    one.keysOf(template).filter((key) => usable?.has(keyText(key))),
  );
  return {
    scoreOf: once(({ score }) => score(one, other)),
    mayShare: (template) => usable === undefined || usableOf(template).length > 0,
    shares: once((template) => {
      if (usable === undefined) return true;
      const [own, others] = [usableOf(template), other.keysOf(template)];
      return own.some((key) => others.some(({ text }) => text === key.text));
    }),
  };
}

function compareAlternative(
  { comparisons, templates, isExact }: CompiledAlternative,
  { name, review }: MatchRule,
  { scoreOf, mayShare, shares }: Findings,
): MatchVerdict {
  if (!templates.some(mayShare)) return NO_MATCH;
  const why: MatchReason[] = [];
  let lowest = 1;
  let verdict: MatchVerdict['verdict'] = 'match';
  for (const comparison of comparisons) {
    const { label, by, threshold } = comparison;
    const score = scoreOf(comparison);
    why.push({ field: label, by, score });
    lowest = Math.min(lowest, score);
    if (score >= threshold) continue;
    // What is exact or phonetic and does not hold is 0, which no band reaches.
    verdict = review !== undefined && score >= review ? 'review' : 'none';
    if (verdict === 'none') break;
  }
  // Making the keys of the other one takes longer than comparing most pairs: they are asked for only where the rule would hold.
  if (verdict !== 'none' && !templates.some(shares)) return NO_MATCH;
  return { verdict, rule: name, score: lowest, isExact: isExact && verdict === 'match', why };
}
