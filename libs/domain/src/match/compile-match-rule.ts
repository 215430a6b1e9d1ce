import { compileTemplate, type KeyTemplate } from './key-template.js';
import { alternativesOf, type KeyShape, shapeText } from './match-alternatives.js';
import { isSameKey, type MatchKey } from './match-key.js';
import type { MatchReading, Readings } from './match-reading.js';
import type { MatchComparison, MatchRule } from './match-settings.js';
import { betterOf, type MatchReason, type MatchVerdict } from './match-verdict.js';
import { compareWith, type PairComparison } from './pair-comparison.js';

export interface ReadingPair {
  readonly one: MatchReading;
  readonly other: MatchReading;
  readonly usable: readonly MatchKey[] | undefined;
}

export interface CompiledRule {
  readonly keysOf: (reading: MatchReading) => readonly MatchKey[];
  readonly compare: (pair: ReadingPair) => MatchVerdict;
}

/** Of settings that were found right. */
export function compileRule(rule: MatchRule, readings: Readings): CompiledRule {
  const templates = new Map<string, KeyTemplate>();
  const templateOf = (shape: KeyShape): KeyTemplate => {
    const id = shapeText(shape);
    const known = templates.get(id);
    const template =
      known ?? compileTemplate({ ...shape, rule: rule.name, position: templates.size + 1 }, readings);
    templates.set(id, template);
    return template;
  };
  const alternatives = alternativesOf(rule).map(({ comparisons, keys }) => ({
    isExact: comparisons.every(({ by }) => by === 'exact'),
    comparisons: comparisons.toSorted(hardFirst).map((each) => compareWith(each, readings)),
    templates: keys.map(templateOf),
  }));
  return {
    keysOf: (reading) => [...templates.values()].flatMap((template) => template(reading)),
    compare: (pair) =>
      alternatives
        .map((alternative) => compareAlternative(alternative, rule, pair))
        .reduce<MatchVerdict | undefined>(betterOf, undefined) as MatchVerdict,
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

function compareAlternative(
  { comparisons, templates, isExact }: CompiledAlternative,
  { name, review }: MatchRule,
  pair: ReadingPair,
): MatchVerdict {
  const nothing: MatchVerdict = { verdict: 'none', rule: undefined, score: 0, isExact: false, why: [] };
  if (!shareUsable(templates, pair)) return nothing;
  const why: MatchReason[] = [];
  let verdict: MatchVerdict['verdict'] = 'match';
  for (const { label, by, threshold, score } of comparisons) {
    const reached = score(pair.one, pair.other);
    why.push({ field: label, by, score: reached });
    if (reached >= threshold) continue;
    verdict = by === 'fuzzy' && review !== undefined && reached >= review ? 'review' : 'none';
    if (verdict === 'none') break;
  }
  const score = Math.min(...why.map((reason) => reason.score));
  return { verdict, rule: name, score, isExact: isExact && verdict === 'match', why };
}

function shareUsable(templates: readonly KeyTemplate[], { one, other, usable }: ReadingPair): boolean {
  if (usable === undefined) return true;
  const keys = templates
    .flatMap((template) => template(one))
    .filter((key) => usable.some((each) => isSameKey(each, key)));
  if (keys.length === 0) return false;
  const others = templates.flatMap((template) => template(other));
  return keys.some((key) => others.some((each) => isSameKey(each, key)));
}
