import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { entriesByKey, listRuleAt, type ListRuleAt } from './list-rule.js';
import type { RecordPlace } from './place.js';

type Step = RecordPlace[number];

/** What is at a place of a record; undefined: nothing. An entry of a list is found by the key that the list is declared to have. */
export function valueAt(
  record: JsonObject,
  place: RecordPlace,
  lists: readonly ListRuleAt[],
): JsonValue | undefined {
  let value: JsonValue | undefined = record;
  for (const [at, step] of place.entries()) value = innerOf(value, step, keyAt(place.slice(0, at), lists));
  return value;
}

/** The record with another value at a place, or with nothing there. A place that leads through what is not there makes objects on its way; an entry is appended. */
export function withValueAt(
  record: JsonObject,
  { place, value }: { readonly place: RecordPlace; readonly value: JsonValue | undefined },
  lists: readonly ListRuleAt[],
): JsonObject {
  const set = (outer: JsonValue | undefined, depth: number): JsonValue | undefined => {
    const step = place[depth];
    if (step === undefined) return value;
    const key = keyAt(place.slice(0, depth), lists);
    return withInner(outer, { step, key }, set(innerOf(outer, step, key), depth + 1));
  };
  return (set(record, 0) ?? {}) as JsonObject;
}

function keyAt(place: RecordPlace, lists: readonly ListRuleAt[]): string {
  const rule = listRuleAt(lists, place);
  return typeof rule === 'object' ? rule.key : '';
}

function innerOf(value: JsonValue | undefined, step: Step, key: string): JsonValue | undefined {
  if (typeof step !== 'string') return isList(value) ? entriesByKey(value, key)?.get(step.entry) : undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function withInner(
  outer: JsonValue | undefined,
  { step, key }: { readonly step: Step; readonly key: string },
  inner: JsonValue | undefined,
): JsonValue {
  if (typeof step === 'string') {
    const others = Object.entries(isJsonObject(outer) ? outer : {}).filter(([name]) => name !== step);
    return Object.fromEntries(inner === undefined ? others : [...others, [step, inner]]);
  }
  const entries = new Map(isList(outer) ? entriesByKey(outer, key) : undefined);
  if (inner === undefined) entries.delete(step.entry);
  else entries.set(step.entry, inner);
  return [...entries.values()];
}
