import type { JsonValue } from '../json.js';

/** What kind of value it is, for messages: the value itself may be personal data and is never repeated. */
export function valueClassOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'no value';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'a boolean' : 'a number';
}
