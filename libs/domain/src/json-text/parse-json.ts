import type { JsonValue } from '../json.js';
import { exactNumber } from '../number/exact-number.js';
import { mayLoseDigits } from './may-lose-digits.js';

/** `JSON.parse` tells a reviver how a number was written (ECMAScript 2026, JSON.parse source text access). */
type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** For readers of JSON text that call `JSON.parse` themselves. */
export const keepDigits: Reviver = (_key, value, context) =>
  typeof value === 'number' ? exactNumber((context as { readonly source: string }).source, value) : value;

/**
 * JSON text as a value in which no number has lost a digit. Where a double holds every number of the text, which a look at
 * it tells, it costs what `JSON.parse` does, otherwise some eight times as much.
 * @throws SyntaxError, and RangeError where it nests thousands of levels
 */
export function parseJson(text: string): JsonValue {
  // Stryker disable next-line ConditionalExpression: with the reader it is the same value, in a longer time
  return (mayLoseDigits(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as JsonValue;
}
