import type { JsonScalar, JsonValue } from '../json.js';
import { isJsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isScalar } from '../json-text/is-scalar.js';
import type { ValuesPath } from '../mapping/path.js';
import { covers, type RecordPlace } from './place.js';

/**
 * How the two sides of a list are joined. `whole`: as one value. `set`: by the entries that each side added and removed, equal ones
 * counted. `key`: entry by entry, each known by that field. With `set` and `key` the order alone is no change.
 */
export type ListRule = 'whole' | 'set' | { readonly key: string };

export interface ListRuleAt {
  readonly path: ValuesPath;
  readonly rule: ListRule;
}

export function listRuleAt(rules: readonly ListRuleAt[], place: RecordPlace): ListRule {
  return rules.find(({ path }) => path.length === place.length && covers(path, place))?.rule ?? 'whole';
}

/** Entries by the canonical text of their key, in their order; undefined where one has no key or two have the same. */
export function entriesByKey(
  list: readonly JsonValue[],
  key: string,
): ReadonlyMap<string, JsonValue> | undefined {
  const entries = new Map<string, JsonValue>();
  for (const entry of list) {
    const found = keyOf(entry, key);
    if (found === undefined || found === null) return undefined;
    const text = canonicalText(found);
    if (entries.has(text)) return undefined;
    entries.set(text, entry);
  }
  return entries;
}

function keyOf(entry: JsonValue, key: string): JsonScalar | undefined {
  if (!isJsonObject(entry) || !Object.hasOwn(entry, key)) return undefined;
  const found = entry[key] as JsonValue;
  return isScalar(found) ? found : undefined;
}
