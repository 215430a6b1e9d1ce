import { readPattern, repeatOf, wallOf, writePattern, type TimePattern } from '@evenkeel/domain';

/** How a provider wants a moment written. */
export interface TimeWriting {
  readonly format: TimeFormat;
  /** Instead of the format. */
  readonly pattern?: string | undefined;
  /** Whose clocks a text shows. */
  readonly zone: string;
}

/** A pattern, or the milliseconds that one of a count takes. */
type Writing = { readonly pattern: string } | { readonly countsMs: number } | 'http date';

/** How moments are written: as a text that clocks show, as a count since 1970, or as HTTP does. */
const WRITINGS = {
  iso: { pattern: "yyyy-MM-dd'T'HH:mm:ssZZZZZ" },
  iso_ms: { pattern: "yyyy-MM-dd'T'HH:mm:ss.SSSZZZZZ" },
  date: { pattern: 'yyyy-MM-dd' },
  unix: { countsMs: 1_000 },
  unix_ms: { countsMs: 1 },
  rfc2822: 'http date',
} as const satisfies Readonly<Record<string, Writing>>;

export type TimeFormat = keyof typeof WRITINGS;
export const TIME_FORMATS = Object.keys(WRITINGS) as TimeFormat[];

/** Whether a format is a text of clocks, so that a zone says whose. */
export function showsClocks({ format, pattern }: Pick<TimeWriting, 'format' | 'pattern'>): boolean {
  return (
    pattern !== undefined ||
    (typeof (WRITINGS[format] as Writing) !== 'string' && 'pattern' in (WRITINGS[format] as object))
  );
}

/** Which way a moment goes that the format cannot hold: to what lies before it, or to what lies behind. */
export interface Bound {
  readonly round: 'down' | 'up';
  /** What is at the moment itself does not count: it is written as one unit further out. */
  readonly isExclusive: boolean;
}

/**
 * A moment as a provider wants it. It may be a little further out than the moment, never further in: a bound that is rounded the other
 * way would lose changes. Counts are numbers.
 */
export function writeMoment(ms: number, writing: TimeWriting, bound: Bound): string | number {
  const kind: Writing =
    writing.pattern === undefined ? WRITINGS[writing.format] : { pattern: writing.pattern };
  if (kind === 'http date') return new Date(rounded(ms, 1_000, bound)).toUTCString();
  if ('countsMs' in kind) return rounded(ms, kind.countsMs, bound) / kind.countsMs;
  return writeClocks(ms, readPattern(kind.pattern), { zone: writing.zone, bound });
}

function writeClocks(
  ms: number,
  pattern: TimePattern,
  { zone, bound }: { readonly zone: string; readonly bound: Bound },
): string {
  // Where its text could also mean another moment further in, one is written that lies as far out.
  const { laterBy, earlierBy } = pattern.hasOffset ? { laterBy: 0, earlierBy: 0 } : repeatOf(ms, zone);
  const clear = bound.round === 'down' ? ms - laterBy : ms + earlierBy;
  const shown = wallOf(clear, zone);
  return writePattern(pattern, { wall: rounded(shown, pattern.unitMs, bound), offsetMs: shown - clear });
}

function rounded(ms: number, unitMs: number, { round, isExclusive }: Bound): number {
  const further = isExclusive ? unitMs : 0;
  return round === 'down'
    ? Math.floor(ms / unitMs) * unitMs - further
    : Math.ceil(ms / unitMs) * unitMs + further;
}
