/** What no database can hold as text: the character NUL, or half of a surrogate pair. */
export type UnstorableText = 'nul' | 'lone_surrogate';

/**
 * Looks for unstorable characters in JSON text as `JSON.stringify` writes it: there they are always escaped, as
 * `\u0000` and `\udXXX`. Most texts hold no `\u` at all and cost one scan.
 */
export function findUnstorableText(text: string): UnstorableText | undefined {
  // Stryker disable next-line ConditionalExpression,StringLiteral: the walk finds none either, in a longer time
  if (!text.includes('\\u')) return undefined;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at)) {
    // An escaped backslash is two characters, so what follows it is not taken for an escape.
    if (text[at + 1] !== 'u') {
      at += 2;
      continue;
    }
    const unit = unitAt(text, at);
    if (unit === 0) return 'nul';
    if (isLow(unit)) return 'lone_surrogate';
    if (!isHigh(unit)) at += 6;
    else if (isLow(unitAt(text, at + 6))) at += 12;
    else return 'lone_surrogate';
  }
  return undefined;
}

/** The code unit that a `\uXXXX` escape at this place stands for; NaN where there is none. */
function unitAt(text: string, at: number): number {
  return text.startsWith('\\u', at) ? Number.parseInt(text.slice(at + 2, at + 6), 16) : Number.NaN;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

// With the `u` flag a surrogate is matched only where it is not part of a pair.
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** The text with a replacement character (U+FFFD) for whatever could not be stored: for messages, never for records. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}

/** Whether plain text (not JSON text) can be stored. */
export function isStorable(text: string): boolean {
  return text.search(UNSTORABLE) === -1;
}
