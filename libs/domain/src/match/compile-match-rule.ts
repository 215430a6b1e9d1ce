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
  const alternatives = alternativesOf(rule).map(({ comparisons, keys }): CompiledAlternative => ({
    isExact: comparisons.every(({ by }) => by === 'exact'),
    comparisons: comparisons.toSorted(hardFirst).map(comparisonOf),
    templates: keys.map(templateOf),
    refused: undefined,
  }));
  return {
    keysOf: (reading) => templates.flatMap((template) => reading.keysOf(template)),
    compare: (pair) => {
      const possible = alternatives.filter((alternative) => mayShare(pair, alternative));
      // What is found out of one pair is kept where it can be asked for again.
      const findings = possible.length > 1 ? findingsOf(pair) : pairFindings(pair);
      // How far two are from a match is asked for only where all keys speak.
      const open =
        pair.usable === undefined
          ? possible
          : possible.filter((alternative) => !isRefused(alternative, rule, findings));
      return open.reduce<MatchVerdict>(
        (best, alternative) => betterOf(best, compareAlternative(alternative, rule, findings)),
        NO_MATCH,
      );
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
  /** What refused the last pair: those that sound alike live in other streets, and are best told apart by these. */
  refused: PairComparison | undefined;
}

interface Findings {
  readonly scoreOf: (comparison: PairComparison) => number;
  readonly shares: (template: KeyTemplate) => boolean;
}

/** At most once, however many ways the rule can hold in. */
function findingsOf(pair: ReadingPair): Findings {
  const { scoreOf, shares } = pairFindings(pair);
  return { scoreOf: once(scoreOf), shares: once(shares) };
}

function pairFindings({ one, other, usable }: ReadingPair): Findings {
  return {
    scoreOf: ({ score }) => score(one, other),
    shares: (template) => {
      if (usable === undefined) return true;
      const others = other.keysOf(template);
      return one
        .keysOf(template)
        .some((key) => others.some(({ text }) => text === key.text) && usable.has(keyText(key)));
    },
  };
}

/** Whether the first of the two has a key that may speak for them; the other one need not have it. */
function mayShare({ one, usable }: ReadingPair, { templates }: CompiledAlternative): boolean {
  if (usable === undefined) return templates.length > 0;
  return templates.some((template) => one.keysOf(template).some((key) => usable.has(keyText(key))));
}

/** Whether what refused the last pair refuses this one, too. */
function isRefused({ refused }: CompiledAlternative, { review }: MatchRule, { scoreOf }: Findings): boolean {
  if (refused === undefined) return false;
  const score = scoreOf(refused);
  return score < refused.threshold && (review === undefined || score < review);
}

function compareAlternative(
  alternative: CompiledAlternative,
  { name, review }: MatchRule,
  { scoreOf, shares }: Findings,
): MatchVerdict {
  const { comparisons, templates, isExact } = alternative;
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
    if (verdict !== 'none') continue;
    alternative.refused = comparison;
    break;
  }
  // Making the keys of the other one takes longer than comparing most pairs: they are asked for only where the rule would hold.
  if (verdict !== 'none' && !templates.some(shares)) return NO_MATCH;
  return { verdict, rule: name, score: lowest, isExact: isExact && verdict === 'match', why };
}
