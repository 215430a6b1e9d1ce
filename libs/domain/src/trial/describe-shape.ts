import { isJsonObject, type JsonValue } from '../json.js';
import { valueClassOf } from '../mapping/value-class.js';

/** More members are not named. */
const MOST_MEMBERS = 12;
/** Deeper objects are only said to be one. */
const DEPTH = 2;

/** What a JSON value is made of, in one line: names and kinds, lengths of lists, and no value. */
export function describeShape(value: JsonValue, depth = DEPTH): string {
  if (Array.isArray(value)) return describeList(value, depth);
  if (!isJsonObject(value)) return valueClassOf(value);
  const names = Object.keys(value);
  if (depth === 0) return valueClassOf(value);
  const told = names
    .slice(0, MOST_MEMBERS)
    .map((name) => `${name}: ${describeShape(value[name] ?? null, depth - 1)}`);
  const more = names.length > MOST_MEMBERS ? [`${names.length - MOST_MEMBERS} more`] : [];
  return names.length === 0 ? 'an empty object' : `{ ${[...told, ...more].join(', ')} }`;
}

function describeList(list: readonly JsonValue[], depth: number): string {
  const [first] = list;
  if (first === undefined) return 'an empty list';
  return `a list of ${list.length}${depth > 1 ? `, the first is ${describeShape(first, depth - 1)}` : ''}`;
}
