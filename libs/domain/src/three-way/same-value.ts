import { isJsonObject, type JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isList } from '../json-text/is-list.js';
import { listRuleAt, type ListRuleAt } from './list-rule.js';
import type { RecordPlace } from './place.js';

/** Whether two values at a place say the same: numbers and texts by value, lists in any order where their rule says so. Undefined: nothing is there. */
export function isSameAt(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  at: { readonly place: RecordPlace; readonly lists: readonly ListRuleAt[] },
): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  if (at.lists.length === 0) return canonicalText(one) === canonicalText(other);
  return canonicalText(sorted(one, at.place, at.lists)) === canonicalText(sorted(other, at.place, at.lists));
}

/** A copy with the entries of lists whose order says nothing in an order of their own. */
function sorted(value: JsonValue, place: RecordPlace, lists: readonly ListRuleAt[]): JsonValue {
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, sorted(inner, [...place, name], lists)]),
    );
  }
  if (!isList(value)) return value;
  const entries = value.map((entry) => sorted(entry, [...place, UNNAMED], lists));
  if (listRuleAt(lists, place) === 'whole') return entries;
  return entries
    .map((entry) => ({ entry, text: canonicalText(entry) }))
    .toSorted((one, other) => Number(one.text > other.text) - Number(one.text < other.text))
    .map(({ entry }) => entry);
}

/** Rules name entries by `*` alone. */
const UNNAMED = { entry: '' };
