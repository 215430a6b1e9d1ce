import { compareDecimals, expand, expandedLength, readDecimal, type Decimal } from './decimal.js';

/** Longer numbers are refused: the 8 bytes of `1e131071` would become 131,072 digits in the store. */
export const MAX_NUMBER_DIGITS = 1000;

/** ECMAScript 2026, JSON.parse source text access. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/**
 * A number of JSON that a double does not hold. Everything else is a plain `number`, so that two equal numbers are always
 * of the same kind. `JSON.stringify` writes its digits.
 */
export class ExactNumber {
  constructor(
    /** All of its digits, without exponent or needless zeros: equal numbers have equal texts. Of one that is too long: as it came. */
    readonly text: string,
    /** Beyond {@link MAX_NUMBER_DIGITS}. */
    readonly isTooLong: boolean = false,
  ) {}

  toJSON(): unknown {
    return rawJSON(this.text);
  }

  toString(): string {
    return this.text;
  }
}

export type JsonNumber = number | ExactNumber;

export function isNumber(value: unknown): value is JsonNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** Between them a double holds fifteen digits whatever they are. */
const LEAST_NORMAL = 1e-290;
const MOST_NORMAL = 1e290;
const ALWAYS_HELD = 15;
// Stryker disable next-line Regex: what it does not know is read digit by digit, in a longer time
const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;

/** A number of JSON text as `source`, which `JSON.parse` reads as `value`: itself, unless it lost digits on the way. */
export function exactNumber(source: string, value: number): JsonNumber {
  const size = Math.abs(value);
  // Stryker disable next-line ConditionalExpression,EqualityOperator: digit by digit it is the same, in a longer time
  if (source.length <= ALWAYS_HELD && size > LEAST_NORMAL && size < MOST_NORMAL) return value;
  // Stryker disable next-line ConditionalExpression: digit by digit it is the same, in a longer time
  if (String(value) === source) return value;
  const said = readDecimal(source);
  return said === undefined ? value : numberFrom(said, value, source);
}

/**
 * The number that a text says, as JSON or a person writes it, without losing a digit. Undefined where it says none, or one of
 * more than {@link MAX_NUMBER_DIGITS} digits.
 */
export function readNumber(text: string): JsonNumber | undefined {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: digit by digit it is the same, in a longer time
  if (text.length <= ALWAYS_HELD && PLAIN.test(text)) return Number(text) || 0;
  const said = readDecimal(text);
  if (said === undefined || expandedLength(said) > MAX_NUMBER_DIGITS) return undefined;
  return numberFrom(said, Number(text), text);
}

function numberFrom(said: Decimal, value: number, source: string): JsonNumber {
  if (Number.isFinite(value) && compareDecimals(said, decimalOf(value)) === 0) return value === 0 ? 0 : value;
  return expandedLength(said) > MAX_NUMBER_DIGITS
    ? new ExactNumber(source, true)
    : new ExactNumber(expand(said));
}

function decimalOf(number: JsonNumber): Decimal {
  return readDecimal(String(number)) as Decimal;
}

/** Below zero: `one` is the smaller. By value, whatever each of them is held as. */
export function compareNumbers(one: JsonNumber, other: JsonNumber): number {
  if (one instanceof ExactNumber || other instanceof ExactNumber) {
    return compareDecimals(decimalOf(one), decimalOf(other));
  }
  return one - other;
}

/** All digits, without an exponent, as the database writes them. */
export function numberText(number: JsonNumber): string {
  const text = String(number);
  return typeof number === 'number' && text.includes('e') ? expand(decimalOf(number)) : text;
}

/** Whether it is of more than {@link MAX_NUMBER_DIGITS} digits: it can be compared, and written nowhere. */
export function isTooLong(number: JsonNumber): boolean {
  return typeof number !== 'number' && number.isTooLong;
}

export function isWhole(number: JsonNumber): boolean {
  if (typeof number === 'number') return Number.isInteger(number);
  return !isTooLong(number) && !number.text.includes('.');
}

/** The nearest double, for moments and counts, where the rest makes no difference. */
export function nearestDouble(number: JsonNumber): number {
  return Number(String(number));
}

/** The whole number at or below `number` times ten to the power of `places`: milliseconds of seconds, for three. */
export function floorOf(number: JsonNumber, places = 0): number {
  // Stryker disable next-line ConditionalExpression: digit by digit it is the same, in a longer time
  if (Number.isInteger(number)) return (number as number) * 10 ** places;
  const { isNegative, digits, exponent } = decimalOf(number);
  const point = digits.length + exponent + places;
  const whole = point <= 0 ? 0 : Number(`${digits.slice(0, point)}e${Math.max(exponent + places, 0)}`);
  return isNegative && exponent + places < 0 ? -whole - 1 : (isNegative ? -1 : 1) * whole;
}
