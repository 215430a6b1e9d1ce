import { ExactNumber, exactNumber } from '../number/exact-number.js';

/** A double holds every number of up to fifteen digits whose exponent has no more than two. */
const HAS_LARGE_EXPONENT = /[[:,\s]-?\d[\d.]*[eE][+-]?\d{3}/;
/** The same anywhere, which is looked for in half of the time. Not enough: a UUID has it now and then. */
const LOOKS_LIKE_ONE = /\d[eE][+-]?\d{3}/;
const IS_NUMBER = /^\s*-?\d/;

/**
 * Whether there may be a number in the JSON text that a double does not hold. What looks like one within a text counts as
 * well, and so does a text that is a number and nothing else.
 */
export function mayLoseDigits(text: string): boolean {
  return hasLongNumber(text) || hasLargeExponent(text) || IS_NUMBER.test(text);
}

function hasLargeExponent(text: string): boolean {
  // Stryker disable next-line ConditionalExpression: the second alone finds the same, in a longer time
  return LOOKS_LIKE_ONE.test(text) && HAS_LARGE_EXPONENT.test(text);
}

/** The shortest number without an exponent that a double may not hold: with the point, or with a digit more. */
const LONG = 16;

/** Looks at one character in sixteen: a tenth of what `JSON.parse` takes. */
function hasLongNumber(text: string): boolean {
  // Stryker disable next-line EqualityOperator: behind the last character is none, and so no digit
  for (let at = LONG - 1; at < text.length; at += LONG) {
    // Stryker disable next-line ConditionalExpression: what follows finds no number there, in a longer time
    if (!isDigitOrPoint(text.charCodeAt(at))) continue;
    let start = at;
    // Stryker disable next-line ConditionalExpression,EqualityOperator: before the first is no digit, which takes longer to ask
    while (start > 0 && isDigitOrPoint(text.charCodeAt(start - 1))) start -= 1;
    let end = at;
    // Stryker disable next-line ConditionalExpression,EqualityOperator: behind the last is no digit, which takes longer to ask
    while (end < text.length && isDigitOrPoint(text.charCodeAt(end))) end += 1;
    if (end - start >= LONG && isValue(text, start) && losesDigits(text, start, end)) return true;
    // Behind it is another character, and then the next number at the earliest.
    at = end - 1;
  }
  return false;
}

const [POINT, ZERO, NINE] = [46, 48, 57] as const;

function isDigitOrPoint(code: number): boolean {
  return code <= NINE && (code >= ZERO || code === POINT);
}

const BEFORE_A_VALUE = ':[,- \n\t\r';

function isValue(text: string, start: number): boolean {
  return BEFORE_A_VALUE.includes(text.charAt(start - 1));
}

/** An exponent may bring back what the digits alone would lose: then the reader decides. */
function losesDigits(text: string, start: number, end: number): boolean {
  const source = text.slice(start, end);
  const next = text.charAt(end);
  return next === 'e' || next === 'E' || exactNumber(source, Number(source)) instanceof ExactNumber;
}
