import type { JsonValue } from '../json.js';
import { isNumber, numberText } from '../number/exact-number.js';

/** A text, or a number with all of its digits, as the text of an id, a cursor or a position; null for anything else and for an empty text. */
export function idText(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return numberText(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
