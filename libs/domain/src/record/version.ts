import { parseIsoTime } from '../iso-time.js';
import type { JsonValue } from '../json.js';
import { compareDecimals, readDecimal, type Decimal } from '../number/decimal.js';
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
const MARKED = /^(?:text|opaque):[\w.!~*'()%-]+$/;
/** An encoded character takes at most nine. */
const MOST_ENCODED = 9 * MAX_VERSION_LENGTH + 'opaque:'.length;

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
  return text.length <= MOST_ENCODED && (DECIMAL.test(text) || MARKED.test(text));
}

/** Whether it tells what came before it: one that is opaque does not. */
export function isOrdering(version: Version): boolean {
  return !version.startsWith('opaque:');
}

/** Above zero: the first is newer, below: older, zero: they are the same. Undefined: they do not compare. */
export function compareVersions(one: Version | null, other: Version | null): number | undefined {
  if (one === null || other === null) return undefined;
  if (one === other) return 0;
  const [a, b] = [decimalOf(one), decimalOf(other)];
  if (a !== undefined && b !== undefined) return Math.sign(compareDecimals(a, b));
  if (!one.startsWith(TEXT) || !other.startsWith(TEXT)) return undefined;
  const [first, second] = [bytesOf(one), bytesOf(other)];
  return Number(first > second) - Number(first < second);
}

const TEXT = 'text:';

function marked(kind: 'text' | 'opaque', text: string): Version {
  return `${kind}:${encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))}`;
}

/** UTF-8, a character for each byte: bytes are in the order of the characters that they encode. */
function bytesOf(version: Version): string {
  return version.replace(/%([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function decimalOf(version: Version): Decimal | undefined {
  return DECIMAL.test(version) ? readDecimal(version) : undefined;
}

/** Seconds since 1970 with all digits of the fraction; null for what is no time. */
function secondsOf(text: string): string | null {
  const iso = parseIsoTime(text);
  const ms = Number.isNaN(iso) ? httpTimeOf(text) : iso;
  if (Number.isNaN(ms)) return null;
  const seconds = BigInt(Math.floor(ms / 1000));
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  if (digits === '') return String(seconds);
  // Before 1970 the fraction still counts upwards.
  return `${seconds * 10n ** BigInt(digits.length) + BigInt(digits)}e-${digits.length}`;
}

/** As in headers: `Sat, 28 Nov 2026 10:00:00 GMT`. */
function httpTimeOf(text: string): number {
  return /^[A-Z][a-z]{2}, \d/.test(text) ? Date.parse(text) : Number.NaN;
}
