import type { JsonObject } from '../json.js';
import { unknownBase } from '../three-way/agreed-base.js';
import { joinSides } from '../three-way/join-sides.js';
import type { JoinRules } from '../three-way/sides.js';

/** Places in which both sides of a pair hold something else. Where only one of them holds anything, the other one takes it over. */
export function contestedFields(local: JsonObject, remote: JsonObject, rules: JoinRules): readonly string[] {
  const sides = { base: unknownBase(0), local, remote: { data: remote, isComplete: true } };
  const { open } = joinSides(sides, rules, { contested: () => ({ kind: 'undecided', asks: 'review' }) });
  return open.map(({ path }) => path);
}
