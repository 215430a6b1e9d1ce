import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { WAIT_FORMATS, waitTold, type WaitFormat } from './told-wait.js';

const now = new Date('2026-11-29T12:00:00.000Z');
const unix = now.getTime() / 1000;

it.each<[JsonValue | undefined, WaitFormat, number | undefined]>([
  [7, 'seconds', 7_000],
  [' 0.4 ', 'seconds', 400],
  ['-5', 'seconds', 0],
  ['', 'seconds', undefined],
  ['soon', 'seconds', undefined],
  ['0x10', 'seconds', undefined],
  [true, 'seconds', undefined],
  [null, 'seconds', undefined],
  [undefined, 'ms', undefined],
  [[7], 'ms', undefined],
  ['1500', 'ms', 1_500],
  ['1m30s', 'duration', 90_000],
  ['6ms', 'duration', 6],
  ['1h0.5s', 'duration', 3_600_500],
  ['90', 'duration', undefined],
  [unix + 60, 'unix', 60_000],
  [unix - 60, 'unix', 0],
  [String(unix * 1000 + 5), 'unix_ms', 5],
  ['2026-11-29T12:00:30Z', 'iso', 30_000],
  ['2026-11-29T13:00:30+01:00', 'iso', 30_000],
  ['Sun, 29 Nov 2026 12:01:00 GMT', 'http_date', 60_000],
  ['29 Nov 2026', 'http_date', undefined],
  [parseJson('99999999999999999'), 'unix', Number.MAX_SAFE_INTEGER],
])('%j as %s is %s ms', (told, format, ms) => {
  expect(waitTold(told, format, now)).toBe(ms);
});

it('is whole milliseconds from 0 on, or nothing, whatever a provider says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...WAIT_FORMATS), (told, format) => {
      const ms = waitTold(told as JsonValue, format, now);
      expect(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
    }),
  );
});
