import type { JsonValue } from '../json.js';
import { isNumber } from '../number/exact-number.js';

/** Every class of value, and how messages name it: the value itself may be personal data and is never repeated. */
export const VALUE_CLASSES = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'a number',
  number: 'a number',
  text: 'a text',
  list: 'a list',
  object: 'an object',
} as const;
export type ValueClass = keyof typeof VALUE_CLASSES;

export function classifyValue(value: JsonValue): ValueClass {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return 'list';
  if (isNumber(value)) return value.toString().includes('.') ? 'number' : 'integer';
  return 'object';
}

/** What kind of value it is, for messages. */
export function valueClassOf(value: JsonValue | undefined): string {
  return value === undefined ? 'no value' : VALUE_CLASSES[classifyValue(value)];
}
