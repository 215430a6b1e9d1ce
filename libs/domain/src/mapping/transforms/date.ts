import { parseIsoTime, readIsoTime } from '../../iso-time.js';
import { floorOf, isNumber, readNumber } from '../../number/exact-number.js';
import { compileClockReader, type ClockReading } from '../../time/read-clocks.js';
import { momentOf } from '../../time/wall-time.js';
import { InvalidMapping } from '../invalid-mapping.js';
import { patternOf, zoneOf } from './clock-settings.js';
import type { Settings } from './settings.js';
import {
  ofValue,
  ValueRefused,
  type Inverse,
  type KnownClass,
  type Present,
  type TransformKind,
} from './transform-kind.js';

type Origin = 'iso' | 'unix' | 'unix_ms';
const ORIGINS: readonly Origin[] = ['iso', 'unix', 'unix_ms'];
const SKIPPED: readonly ClockReading['skipped'][] = ['refuse', 'later'];

/** How a moment is read, in milliseconds since 1970 and NaN for what is none; and what it is read from, for people. */
interface Reading {
  readonly wanted: string;
  readonly read: (value: Present) => number;
}

/**
 * A point in time as `2026-03-01T08:00:00.000Z`. What names no zone is of `zone`; a date alone is its midnight. Finer than a
 * millisecond is cut off.
 */
export const date: TransformKind = {
  name: 'date',
  does: 'A point in time as `2026-03-01T08:00:00.000Z`. What names no zone is UTC, or the local time of `zone`; a date alone is its midnight, or the first moment of the day where the clocks skip midnight; what is finer than a millisecond is cut off. Of an hour that comes twice, when clocks are set back, the first is meant.',
  settings: {
    from: '`iso` (ISO 8601), `unix` (seconds) or `unix_ms` (milliseconds since 1970); left out: `iso`',
    pattern:
      "instead of `from`, how the text is written: yyyy, MM, dd, HH, mm, ss, SSS, xx (+0100), xxx (+01:00), ZZZZZ (the same, or Z in UTC), with text in '; each as long as it stands there",
    zone: 'whose clocks a text shows that names no zone, for example `Europe/Berlin`; left out: `UTC`',
    skipped:
      'what of an hour that the clocks skip, when they are set forward: `refuse` the value, or take it for as much `later` (02:30 is 03:30); left out: `refuse`',
  },
  examples: [
    { value: '2026-03-01 09:00+01:00', gives: '2026-03-01T08:00:00.000Z' },
    { with: { from: 'unix' }, value: 1772352000, gives: '2026-03-01T08:00:00.000Z' },
    {
      with: { pattern: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
      value: '01.03.2026 09:00',
      gives: '2026-03-01T08:00:00.000Z',
    },
    {
      with: { zone: 'Europe/Berlin', skipped: 'later' },
      value: '2026-03-29T02:30',
      gives: '2026-03-29T01:30:00.000Z',
    },
  ],
  compile: (settings) => {
    const { read, wanted } = settings.has('pattern') ? byPattern(settings) : byOrigin(settings);
    return ofValue((value) => {
      const moment = new Date(read(value));
      if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999) {
        throw new ValueRefused(wanted);
      }
      return moment.toISOString();
    });
  },
  invert: (settings, given) => {
    if (!settings.has('pattern')) return invertOrigin(settings.oneOf('from', ORIGINS, 'iso'), given);
    if (patternOf(settings).hasOffset) return 'how far from UTC it was written is not kept';
    if (settings.has('skipped') && settings.any('skipped') === 'later')
      return 'an hour that the clocks skip is taken for another';
    const clocks = { pattern: settings.text('pattern'), zone: zoneOf(settings) };
    return { transforms: [{ name: 'write_date', ...clocks }], gives: 'string' };
  },
};

function invertOrigin(origin: Origin, given: KnownClass): Inverse | string {
  if (origin === 'iso') return 'one moment is written in several ways';
  if (given !== 'integer')
    return 'a text or a fraction may be the same moment; put a cast to integer, from number, before it';
  return { transforms: [{ name: 'write_date', to: origin }], gives: 'string' };
}

function byPattern(settings: Settings): Reading {
  const pattern = patternOf(settings);
  if (settings.has('from')) throw new InvalidMapping('must be left out where there is a pattern', 'from');
  if (pattern.hasOffset) refuseClocks(settings, 'the pattern says how far from UTC');
  const read = compileClockReader(pattern, clocksOf(settings));
  return {
    wanted: `a time as ${settings.text('pattern')}`,
    read: (value) => (typeof value === 'string' ? read(value) : Number.NaN),
  };
}

function byOrigin(settings: Settings): Reading {
  const origin = settings.oneOf('from', ORIGINS, 'iso');
  if (origin === 'unix') return unix('seconds since 1970', 3, settings);
  if (origin === 'unix_ms') return unix('milliseconds since 1970', 0, settings);
  const clocks = clocksOf(settings);
  const parse = clocks.zone === 'UTC' ? parseIsoTime : (text: string) => parseLocal(text, clocks);
  return {
    wanted: 'a date in ISO 8601',
    read: (value) => (typeof value === 'string' ? parse(value.trim()) : Number.NaN),
  };
}

function unix(wanted: string, places: number, settings: Settings): Reading {
  refuseClocks(settings, 'a count is the same in every zone');
  const read = (value: Present) => {
    const number = typeof value === 'string' ? readNumber(value.trim()) : value;
    return isNumber(number) ? floorOf(number, places) : Number.NaN;
  };
  return { wanted, read };
}

function clocksOf(settings: Settings): ClockReading {
  return { zone: zoneOf(settings), skipped: settings.oneOf('skipped', SKIPPED, 'refuse') };
}

function refuseClocks(settings: Settings, why: string): void {
  const given = ['zone', 'skipped'].find((name) => settings.has(name));
  if (given !== undefined) throw new InvalidMapping(`must be left out: ${why}`, given);
}

/** The length of `2026-03-29`. */
const DATE_ALONE = 10;

function parseLocal(text: string, { zone, skipped }: ClockReading): number {
  const { ms: wall, namesZone } = readIsoTime(text);
  if (namesZone || Number.isNaN(wall)) return wall;
  const { ms, isSkipped } = momentOf(wall, zone);
  return isSkipped && skipped === 'refuse' && text.length > DATE_ALONE ? Number.NaN : ms;
}
