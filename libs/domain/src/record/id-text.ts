import type { JsonValue } from '../json.js';
import { isNumber, isTooLong, numberText } from '../number/exact-number.js';

/** A text, or a number with all of its digits, as the text of an id, a cursor or a position; null for anything else, for an empty text and for a number that is too long. */
export function idText(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return isTooLong(value) ? null : numberText(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
