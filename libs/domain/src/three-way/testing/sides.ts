import type { JsonObject } from '../../json.js';
import { parsePath, parseValuesPath } from '../../mapping/path.js';
import { agreedBase, type Base } from '../agreed-base.js';
import { joinSides, type Choices, type Joined } from '../join-sides.js';
import type { ListRule, ListRuleAt } from '../list-rule.js';
import type { JoinRules, Sides } from '../sides.js';
import type { TargetFlow } from '../target-flow.js';

export function listRules(lists: Readonly<Record<string, ListRule>>): readonly ListRuleAt[] {
  return Object.entries(lists).map(([path, rule]) => ({ path: parseValuesPath(path), rule }));
}

export function flows(directions: Readonly<Record<string, TargetFlow['direction']>>): readonly TargetFlow[] {
  return Object.entries(directions).map(([path, direction]) => ({ path: parsePath(path), direction }));
}

/** Agreed on is one value for both sides, unless a whole base is given. */
export function sides(
  base: JsonObject | Base,
  local: JsonObject,
  remote: JsonObject,
  isComplete = true,
): Sides {
  return { base: isBase(base) ? base : agreedBase(1, base), local, remote: { data: remote, isComplete } };
}

function isBase(base: JsonObject | Base): base is Base {
  return 'mappingRevision' in base;
}

export const ASK: Choices = { contested: () => ({ kind: 'undecided', asks: 'review' }) };

/** Joined with a person asked about everything that is contested. */
export function join(of: Sides, rules: Partial<JoinRules> = {}, choices: Choices = ASK): Joined {
  return joinSides(of, { lists: [], ...rules }, choices);
}

/** The paths that are sent, with their values. */
export function sentOf({ sent }: Joined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(sent.map(({ path, value }) => [path, value]));
}

export function openOf({ open }: Joined): readonly string[] {
  return open.map(({ path }) => path);
}
