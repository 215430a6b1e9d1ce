/** What the clocks of a zone show, and how far they are from UTC. */
export interface WallTime {
  /** The moment at which the clocks of UTC show it, in milliseconds. */
  readonly wall: number;
  readonly offsetMs: number;
}

interface Letter {
  readonly write: (time: WallTime) => string;
  /** What it is read from, as the source of a regular expression. */
  readonly read: string;
  /** How long it stays the same, in milliseconds. */
  readonly unitMs: number;
}

const DAY_MS = 86_400_000;
const part = (unitMs: number, from: number, to: number): Letter => ({
  unitMs,
  read: `\\d{${to - from}}`,
  write: ({ wall }) => new Date(wall).toISOString().slice(from, to),
});

const offset = (read: string, write: (ms: number) => string): Letter => ({
  unitMs: Infinity,
  read,
  write: ({ offsetMs }) => write(offsetMs),
});

/** The letters of patterns, as in Unicode's date patterns (UTS 35). */
export const PATTERN_LETTERS = {
  yyyy: part(365 * DAY_MS, 0, 4),
  MM: part(28 * DAY_MS, 5, 7),
  dd: part(DAY_MS, 8, 10),
  HH: part(3_600_000, 11, 13),
  mm: part(60_000, 14, 16),
  ss: part(1_000, 17, 19),
  SSS: part(1, 20, 23),
  ZZZZZ: offset('Z|[+-]\\d\\d:\\d\\d', (ms) => (ms === 0 ? 'Z' : offsetText(ms, ':'))),
  xxx: offset('[+-]\\d\\d:\\d\\d', (ms) => offsetText(ms, ':')),
  xx: offset('[+-]\\d{4}', (ms) => offsetText(ms, '')),
} as const satisfies Readonly<Record<string, Letter>>;

export type PatternLetter = keyof typeof PATTERN_LETTERS;

/** A pattern that was read: letters, and what is written as it stands. */
export interface TimePattern {
  readonly parts: readonly (PatternLetter | { readonly literal: string })[];
  /** The smallest difference that it writes, in milliseconds. */
  readonly unitMs: number;
  readonly hasOffset: boolean;
}

const PART =
  /'((?:[^']|'')*)'|(yyyy|MM|dd|HH|mm|ss|SSS|ZZZZZ|xxx|xx)(?![A-Za-z])|(yyyy|MM|dd|HH|mm|ss|SSS)|([^A-Za-z'])|(.)/gsu;

/** Throws an `Error` that says what is wrong with it. */
export function readPattern(pattern: string): TimePattern {
  const parts: TimePattern['parts'][number][] = [];
  for (const [found, quoted, last, letter, other] of pattern.matchAll(PART)) {
    if (quoted !== undefined) parts.push({ literal: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (other !== undefined) parts.push({ literal: other });
    else if (last !== undefined || letter !== undefined) parts.push((last ?? letter) as PatternLetter);
    else
      throw new Error(
        `"${found}" is no letter of a pattern: there are ${Object.keys(PATTERN_LETTERS).join(', ')}; text is put in '`,
      );
  }
  const letters = parts.filter((one) => typeof one === 'string');
  const missing = (['yyyy', 'MM', 'dd'] as const).filter((letter) => !letters.includes(letter));
  if (missing.length > 0)
    throw new Error(`a pattern needs ${missing.join(', ')}: it must say which day it is`);
  const units = letters.map((letter) => PATTERN_LETTERS[letter].unitMs);
  return { parts, unitMs: Math.min(...units), hasOffset: units.includes(Infinity) };
}

export function writePattern({ parts }: TimePattern, time: WallTime): string {
  return parts
    .map((one) => (typeof one === 'string' ? PATTERN_LETTERS[one].write(time) : one.literal))
    .join('');
}

function offsetText(offsetMs: number, between: string): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
  return `${offsetMs < 0 ? '-' : '+'}${hours}${between}${rest}`;
}
