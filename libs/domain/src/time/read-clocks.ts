import { parseIsoTime } from '../iso-time.js';
import { momentOf, wallOf } from './wall-time.js';
import { PATTERN_LETTERS, writePattern, type PatternLetter, type TimePattern } from './time-pattern.js';

/** Whose clocks a text shows, and what is made of a time that they skip. */
export interface ClockReading {
  /** An IANA name; of no use where the pattern has the distance from UTC. */
  readonly zone: string;
  /** `refuse`: it is no time, unless the moment behind the change is written alike. `later`: as far behind the change as it is written. */
  readonly skipped: 'refuse' | 'later';
}

/**
 * Reads texts of a pattern as milliseconds since 1970; NaN for any other text. What a pattern leaves out is 0. A time that the
 * clocks show twice is the first of them. Nothing is guessed: digits are as many as there are letters.
 */
export function compileClockReader(
  pattern: TimePattern,
  { zone, skipped }: ClockReading,
): (text: string) => number {
  const shape = shapeOf(pattern);
  return (text) => {
    const read = shape.exec(text)?.groups;
    if (read === undefined) return Number.NaN;
    if (pattern.hasOffset)
      return parseIsoTime(`${isoOf(read)}${read['ZZZZZ'] ?? read['xxx'] ?? read['xx'] ?? ''}`);
    const wall = parseIsoTime(isoOf(read));
    if (Number.isNaN(wall)) return Number.NaN;
    const { ms, isSkipped } = momentOf(wall, zone);
    if (!isSkipped || skipped === 'later') return ms;
    const isAlike = writePattern(pattern, { wall: wallOf(ms, zone), offsetMs: 0 }) === text;
    return isAlike ? ms : Number.NaN;
  };
}

/** A letter that stands in it twice must say the same twice. */
function shapeOf({ parts }: TimePattern): RegExp {
  const seen = new Set<PatternLetter>();
  const source = parts.map((one) => {
    if (typeof one !== 'string') return one.literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    if (seen.has(one)) return `\\k<${one}>`;
    seen.add(one);
    return `(?<${one}>${PATTERN_LETTERS[one].read})`;
  });
  return new RegExp(`^${source.join('')}$`, 'u');
}

function isoOf(read: Readonly<Record<string, string>>): string {
  const { yyyy, MM, dd, HH = '00', mm = '00', ss = '00', SSS = '000' } = read;
  return `${yyyy}-${MM}-${dd}T${HH}:${mm}:${ss}.${SSS}`;
}
