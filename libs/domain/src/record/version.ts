import { readIsoTime } from '../iso-time.js';
import type { JsonValue } from '../json.js';
import { isNumber, numberText } from '../number/exact-number.js';

/**
 * What a provider says of which state of a record this is, as text that tells how it compares: a decimal number (`12`, `0.5e3`; also seconds
 * since 1970 for a time) by its value, `text:` by its characters, `opaque:` not at all. What follows these is percent-encoded (RFC 3986), so
 * that it holds no comma, quote or blank.
 */
export type Version = string;

/** How versions of a stream compare; left out: as what they look like, a number or a time, else not at all. */
export const VERSION_ORDERS = ['number', 'time', 'text', 'none'] as const;
export type VersionOrder = (typeof VERSION_ORDERS)[number];

/** A longer text is no version. */
export const MAX_VERSION_LENGTH = 500;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,9})?$/i;

/** The version that a value is; null where it is none in this order. */
export function readVersion(value: JsonValue | undefined, order?: VersionOrder): Version | null {
  const text = isNumber(value) ? numberText(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > MAX_VERSION_LENGTH) return null;
  if (order === 'none') return marked('opaque', text);
  if (order === 'text') return marked('text', text);
  if (DECIMAL.test(text)) return text;
  const time = order === 'number' ? null : secondsOf(text);
  if (time !== null || order !== undefined) return time;
  return marked('opaque', text);
}

/** Whether a text is a version, as this or another process may have made it. */
export function isVersion(text: string): boolean {
  return (
    text.length <= 9 * MAX_VERSION_LENGTH &&
    (DECIMAL.test(text) || /^(?:text|opaque):[\w.!~*'()%-]+$/.test(text))
  );
}

/** Above zero: the first is newer, below: older, zero: they are the same. Undefined: they do not compare. */
export function compareVersions(one: Version | null, other: Version | null): number | undefined {
  if (one === null || other === null) return undefined;
  if (one === other) return 0;
  const [a, b] = [decimalOf(one), decimalOf(other)];
  if (a !== undefined && b !== undefined) return compareDecimals(a, b);
  if (!one.startsWith(TEXT) || !other.startsWith(TEXT)) return undefined;
  const [first, second] = [
    decodeURIComponent(one.slice(TEXT.length)),
    decodeURIComponent(other.slice(TEXT.length)),
  ];
  return first < second ? -1 : 1;
}

const TEXT = 'text:';

function marked(kind: 'text' | 'opaque', text: string): Version {
  return `${kind}:${encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))}`;
}

/** Seconds since 1970 with all digits of the fraction; null for what is no time. */
function secondsOf(text: string): string | null {
  const iso = readIsoTime(text).ms;
  const ms = Number.isNaN(iso) ? httpTimeOf(text) : iso;
  if (Number.isNaN(ms)) return null;
  const digits = Number.isNaN(iso) ? '' : (/\.(\d+)/.exec(text)?.[1] ?? '');
  const seconds = BigInt(Math.floor(ms / 1000));
  if (digits === '') return String(seconds);
  // Before 1970 the fraction still counts upwards.
  const scale = 10n ** BigInt(digits.length);
  const scaled = seconds * scale + BigInt(digits);
  return `${scaled}e-${digits.length}`;
}

/** As in headers: `Sat, 28 Nov 2026 10:00:00 GMT`. */
function httpTimeOf(text: string): number {
  return /^[A-Z][a-z]{2}, \d/.test(text) ? Date.parse(text) : Number.NaN;
}

interface Decimal {
  readonly sign: number;
  /** Without zeros at either end; empty: zero. */
  readonly digits: string;
  /** The first digit stands for so many powers of ten, counted from behind the point. */
  readonly magnitude: number;
}

function decimalOf(text: string): Decimal | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  const sign = digits === '' ? 0 : mantissa.startsWith('-') ? -1 : 1;
  return { sign, digits, magnitude: whole.length - leading + Number(exponent) };
}

function compareDecimals(one: Decimal, other: Decimal): number {
  if (one.sign !== other.sign || one.sign === 0) return Math.sign(one.sign - other.sign);
  if (one.magnitude !== other.magnitude) return one.magnitude > other.magnitude ? one.sign : -one.sign;
  if (one.digits === other.digits) return 0;
  // Digits behind the first compare like text, for what is missing at the end is zeros.
  return one.digits > other.digits ? one.sign : -one.sign;
}
