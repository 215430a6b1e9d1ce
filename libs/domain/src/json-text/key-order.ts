import type { JsonObject, JsonValue } from '../json.js';
import { isList } from './is-list.js';
import { isScalar } from './is-scalar.js';

/** Whether the keys of every object in a value are in code unit order already. */
export function isInOrder(value: JsonValue): boolean {
  if (isScalar(value)) return true;
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
export function canBeOrdered(value: JsonValue): boolean {
  if (isScalar(value)) return true;
  if (isList(value)) {
    for (const item of value) if (!canBeOrdered(item)) return false;
    return true;
  }
  for (const key in value) {
    const first = key.charCodeAt(0);
    if ((first >= DIGIT_0 && first <= DIGIT_9) || key === '__proto__') return false;
    if (!canBeOrdered(value[key] as JsonValue)) return false;
  }
  return true;
}

const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** The same value with the keys of every object in order; only of one that {@link canBeOrdered}. */
export function ordered(value: JsonValue): JsonValue {
  if (isScalar(value)) return value;
  if (isList(value)) return value.map(ordered);
  const copy: Record<string, JsonValue> = {};
  for (const key of sortedKeys(value)) copy[key] = ordered(value[key] as JsonValue);
  return copy;
}

/** The built-in sort takes longer to begin than this takes for the few keys that most objects have. */
const FEW = 32;

export function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object);
  // Stryker disable next-line ConditionalExpression,EqualityOperator: either sort gives this order, in another time
  if (keys.length > FEW) return keys.sort();
  for (let at = 1; at < keys.length; at += 1) {
    const key = keys[at] as string;
    let place = at;
    // Stryker disable next-line ConditionalExpression,EqualityOperator: no key is equal to another, and none is before the first
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1)
      keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}
