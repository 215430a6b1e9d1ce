import type { JsonObject, JsonValue } from '../json.js';
import { isList } from './is-list.js';

/**
 * JSON text that is the same for equal values: keys in code unit order, no white space, numbers and texts as
 * `JSON.stringify` writes them (RFC 8785 in spirit). Recurses: check {@link depthOf} first where the depth is not known.
 */
export function canonicalText(value: JsonValue): string {
  // What the mapping made is in order already. Where it is not, a copy in order and the built-in writer are together
  // several times faster than a writer of our own.
  if (isInOrder(value)) return JSON.stringify(value);
  return canBeOrdered(value) ? JSON.stringify(ordered(value)) : write(value);
}

function isInOrder(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) {
    for (const item of value) if (!isInOrder(item)) return false;
    return true;
  }
  let last = '';
  for (const key in value) {
    if (key < last || !isInOrder(value[key] as JsonValue)) return false;
    last = key;
  }
  return true;
}

/** An object lists numbers first whatever the order in which they came, and `__proto__` cannot be set like another field. */
function canBeOrdered(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) {
    for (const item of value) if (!canBeOrdered(item)) return false;
    return true;
  }
  for (const key in value) {
    const first = key.charCodeAt(0);
    if ((first >= DIGIT_0 && first <= DIGIT_9) || key === '__proto__') return false;
    const inner = value[key] as JsonValue;
    if (typeof inner === 'object' && !canBeOrdered(inner)) return false;
  }
  return true;
}

const DIGIT_0 = 48;
const DIGIT_9 = 57;

function ordered(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(ordered);
  const copy: Record<string, JsonValue> = {};
  for (const key of sortedKeys(value)) {
    const inner = value[key] as JsonValue;
    copy[key] = typeof inner === 'object' ? ordered(inner) : inner;
  }
  return copy;
}

/** The built-in sort takes longer to begin than this takes for the few keys that most objects have. */
const FEW = 32;

function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object);
  if (keys.length > FEW) return keys.sort();
  for (let at = 1; at < keys.length; at += 1) {
    const key = keys[at] as string;
    let place = at;
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1)
      keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

function write(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) {
    let text = '';
    for (const item of value) text += (text === '' ? '' : ',') + write(item);
    return `[${text}]`;
  }
  let text = '';
  for (const key of sortedKeys(value)) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(value[key] as JsonValue)}`;
  }
  return `{${text}}`;
}
