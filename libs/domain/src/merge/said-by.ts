import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import { orderIds } from './order-ids.js';
import type { Projection } from './projection.js';

/** By field: ids of the references whose sources say its value, in their order; none: no source says it. */
export type SaidBy = Readonly<Record<string, readonly string[]>>;

/** Of each field that is other than it was, or that came or went: which sources say what it is now. */
export function saidBy(projections: readonly Projection[], before: JsonObject, after: JsonObject): SaidBy {
  const sources = projections.toSorted((one, other) => orderIds(one.referenceId, other.referenceId));
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  const said: [string, readonly string[]][] = [];
  for (const field of fields) {
    const now = textOf(after, field);
    if (now === textOf(before, field)) continue;
    const saying = now === undefined ? [] : sources.filter(({ data }) => textOf(data, field) === now);
    said.push([field, saying.map(({ referenceId }) => referenceId)]);
  }
  return Object.fromEntries(said);
}

function textOf(data: JsonObject, field: string): string | undefined {
  return Object.hasOwn(data, field) ? canonicalText(data[field] as JsonValue) : undefined;
}
