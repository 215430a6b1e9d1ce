import type { JsonValue } from '../json.js';
import { isNumber } from '../number/exact-number.js';

/** What kind of value it is, for messages: the value itself may be personal data and is never repeated. */
export function valueClassOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'no value';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isNumber(value)) return 'a number';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : 'a boolean';
}
