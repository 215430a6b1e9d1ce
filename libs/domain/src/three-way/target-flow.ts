import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { MappingRule, RuleDirection } from '../mapping/mapping-rule.js';
import { formatPath, parsePath, type FieldPath } from '../mapping/path.js';
import { covers, isBelow, type RecordPlace } from './place.js';

/** Which way the values of one target of a mapping go. */
export interface TargetFlow {
  readonly path: FieldPath;
  readonly direction: RuleDirection;
}

/** Of each target of a mapping; undefined: no rules, everything goes both ways. */
export function flowsOf(rules: readonly MappingRule[]): readonly TargetFlow[] | undefined {
  if (rules.length === 0) return undefined;
  const flows = new Map<string, RuleDirection>();
  for (const { target, direction = 'in' } of rules) {
    const path = formatPath(parsePath(target));
    const before = flows.get(path);
    flows.set(path, before === undefined || before === direction ? direction : 'both');
  }
  return [...flows].map(([path, direction]) => ({ path: parsePath(path), direction }));
}

/** Which way the value at a place goes; undefined: the mapping does not know of it. Of several targets the narrowest decides. */
export function flowAt(
  flows: readonly TargetFlow[] | undefined,
  place: RecordPlace,
): RuleDirection | undefined {
  if (flows === undefined) return 'both';
  const above = flows
    .filter(({ path }) => covers(path, place))
    .toSorted((one, other) => other.path.length - one.path.length)[0];
  return (above ?? flows.find(({ path }) => isBelow(path, place)))?.direction;
}

/** Targets, as texts, that a revision of a mapping added or whose rules it changed, in either way. */
export function changedTargets(before: readonly MappingRule[], after: readonly MappingRule[]): string[] {
  const [old, now] = [rulesByTarget(before), rulesByTarget(after)];
  // No rules at all: every field is its own target, and none of them has a rule to compare.
  if (old.size === 0 || now.size === 0) return old.size === now.size ? [] : ['$'];
  return [...now].filter(([target, text]) => old.get(target) !== text).map(([target]) => target);
}

function rulesByTarget(rules: readonly MappingRule[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const rule of rules) {
    const target = formatPath(parsePath(rule.target));
    texts.set(target, `${texts.get(target) ?? ''}${canonicalText(rule as unknown as JsonObject)}`);
  }
  return texts;
}
