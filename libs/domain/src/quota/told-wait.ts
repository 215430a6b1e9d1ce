import { parseIsoTime } from '../iso-time.js';
import type { JsonValue } from '../json.js';
import { isNumber, numberText } from '../number/exact-number.js';

/** How a provider writes for how long, or until when. */
export const WAIT_FORMATS = ['seconds', 'ms', 'duration', 'unix', 'unix_ms', 'iso', 'http_date'] as const;
export type WaitFormat = (typeof WAIT_FORMATS)[number];

/** Milliseconds from `nowMs`, the provider's clock; NaN for what is not written so. */
const READERS: Readonly<Record<WaitFormat, (text: string, nowMs: number) => number>> = {
  seconds: (text) => numberIn(text) * 1000,
  ms: numberIn,
  duration: durationIn,
  unix: (text, nowMs) => numberIn(text) * 1000 - nowMs,
  unix_ms: (text, nowMs) => numberIn(text) - nowMs,
  iso: (text, nowMs) => parseIsoTime(text) - nowMs,
  http_date: (text, nowMs) => (IS_HTTP_DATE.test(text) ? Date.parse(text) : NaN) - nowMs,
};

/**
 * For how many whole milliseconds a provider wants to be left alone, 0 where that is over; undefined where it does not say it. How much of it is
 * believed is decided elsewhere.
 */
export function waitTold(told: JsonValue | undefined, format: WaitFormat, now: Date): number | undefined {
  const text = isNumber(told) ? numberText(told) : typeof told === 'string' ? told.trim() : '';
  const ms = READERS[format](text, now.getTime());
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(0, Math.ceil(ms)), Number.MAX_SAFE_INTEGER);
}

const IS_HTTP_DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

/** Digits only: "0x10", "1e9" and nothing at all are no waits. */
function numberIn(text: string): number {
  return /^-?\d{1,17}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1m30s`, `6ms`. */
function durationIn(text: string): number {
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d))+$/.test(text)) return NaN;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? NaN), 0);
}
