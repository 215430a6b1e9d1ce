import { parseIsoTime } from '../../iso-time.js';
import { writePattern } from '../../time/time-pattern.js';
import { wallOf } from '../../time/wall-time.js';
import type { JsonValue } from '../../json.js';
import { InvalidMapping } from '../invalid-mapping.js';
import { patternOf, zoneOf } from './clock-settings.js';
import type { Settings } from './settings.js';
import { ofText, ValueRefused, type TransformKind } from './transform-kind.js';

type Form = 'unix' | 'unix_ms';
const FORMS: readonly Form[] = ['unix', 'unix_ms'];

/** The way back from `date`: a moment as the provider writes it. What its form cannot hold is cut off. */
export const writeDate: TransformKind = {
  name: 'write_date',
  does: 'The way back from `date`: a point in time in ISO 8601 as a count, or as a text that clocks show. What its form cannot hold is cut off.',
  settings: {
    to: '`unix` (seconds) or `unix_ms` (milliseconds since 1970); left out where there is a `pattern`',
    pattern: "how the text is written, of the letters that `date` reads, with text in '",
    zone: 'whose clocks the text shows; left out: `UTC`',
  },
  examples: [
    { with: { to: 'unix' }, value: '2026-03-01T08:00:00.000Z', gives: 1772352000 },
    {
      with: { pattern: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
      value: '2026-03-01T08:00:00.000Z',
      gives: '01.03.2026 09:00',
    },
  ],
  compile: (settings) => {
    const write = settings.has('pattern') ? byPattern(settings) : byCount(settings);
    return ofText((text) => {
      const ms = parseIsoTime(text);
      if (Number.isNaN(ms)) throw new ValueRefused('a date in ISO 8601');
      return write(ms);
    });
  },
};

function byPattern(settings: Settings): (ms: number) => JsonValue {
  const pattern = patternOf(settings);
  if (settings.has('to')) throw new InvalidMapping('must be left out where there is a pattern', 'to');
  const zone = zoneOf(settings);
  return (ms) => {
    const wall = wallOf(ms, zone);
    return writePattern(pattern, { wall, offsetMs: wall - ms });
  };
}

function byCount(settings: Settings): (ms: number) => JsonValue {
  const unitMs = settings.oneOf('to', FORMS) === 'unix' ? 1000 : 1;
  if (settings.has('zone'))
    throw new InvalidMapping('must be left out: a count is the same in every zone', 'zone');
  return (ms) => Math.floor(ms / unitMs);
}
