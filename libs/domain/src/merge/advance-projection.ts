import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import { changedAt } from './merged-sources.js';
import type { Projection } from './projection.js';

type Reading = Pick<Projection, 'data' | 'changedAt'>;

/** A source says something anew: the time of a field moves only where its value changed, and goes with the field. */
export function advanceProjection(before: Reading | undefined, data: JsonObject, at: string): Reading {
  const times: [string, string][] = Object.keys(data).map((field) => [
    field,
    before !== undefined && isSame(before, data, field) ? changedAt(before, field) || at : at,
  ]);
  // Not by assignment: `__proto__` is a field like any other.
  return { data, changedAt: Object.fromEntries(times) };
}

function isSame(before: Reading, data: JsonObject, field: string): boolean {
  return (
    Object.hasOwn(before.data, field) &&
    canonicalText(before.data[field] as JsonValue) === canonicalText(data[field] as JsonValue)
  );
}
