import { parseIsoTime } from '../../iso-time.js';
import { floorOf, isNumber, readNumber } from '../../number/exact-number.js';
import { ofValue, ValueRefused, type Present, type TransformKind } from './transform-kind.js';

type Origin = 'iso' | 'unix' | 'unix_ms';
const ORIGINS: readonly Origin[] = ['iso', 'unix', 'unix_ms'];
const WANTED: Readonly<Record<Origin, string>> = {
  iso: 'a date in ISO 8601',
  unix: 'seconds since 1970',
  unix_ms: 'milliseconds since 1970',
};

/**
 * A point in time as `2026-03-01T08:00:00.000Z`. What names no zone is UTC; a date alone is its midnight. Finer than a
 * millisecond is cut off.
 */
export const date: TransformKind = {
  name: 'date',
  does: 'A point in time as `2026-03-01T08:00:00.000Z`. What names no zone is UTC; a date alone is its midnight; what is finer than a millisecond is cut off.',
  settings: {
    from: '`iso` (ISO 8601), `unix` (seconds) or `unix_ms` (milliseconds since 1970); left out: `iso`',
  },
  examples: [
    { value: '2026-03-01 09:00+01:00', gives: '2026-03-01T08:00:00.000Z' },
    { with: { from: 'unix' }, value: 1772352000, gives: '2026-03-01T08:00:00.000Z' },
  ],
  compile: (settings) => {
    const origin = settings.oneOf('from', ORIGINS, 'iso');
    return ofValue((value) => {
      const moment = new Date(origin === 'iso' ? parseIso(value) : parseUnix(value, origin));
      if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999) {
        throw new ValueRefused(WANTED[origin]);
      }
      return moment.toISOString();
    });
  },
};

function parseUnix(value: Present, origin: 'unix' | 'unix_ms'): number {
  const number = typeof value === 'string' ? readNumber(value.trim()) : value;
  return isNumber(number) ? floorOf(number, origin === 'unix' ? 3 : 0) : Number.NaN;
}

function parseIso(value: Present): number {
  return typeof value === 'string' ? parseIsoTime(value.trim()) : Number.NaN;
}
