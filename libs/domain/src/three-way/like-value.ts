import { isJsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { parseIsoTime } from '../iso-time.js';

/** A provider that cuts texts off has room for so many characters at least. */
const LEAST_CUT_OFF = 16;
/** Doubles differ by this share of them where they were read and written as texts. */
const OF_A_DOUBLE = 1e-9;

/**
 * Whether a value may be what a provider that keeps values in a form of its own has made of what it was sent: it rounds, trims, cuts off, changes case, signs or the form of
 * a time, puts lists in order or takes double entries out, and has nothing for what is empty. Anything else that is read in its place was given by another writer.
 */
export function isLike(sent: JsonValue | undefined, read: JsonValue | undefined): boolean {
  if (isEmpty(sent) || isEmpty(read)) return isEmpty(sent) && isEmpty(read);
  if (canonicalText(sent) === canonicalText(read)) return true;
  if (isList(sent) || isList(read)) return areLike(sent, read);
  if (isJsonObject(sent) || isJsonObject(read)) return areLikeObjects(sent, read);
  const [one, other] = [String(sent), String(read)];
  return isLikeNumber(one, other) ?? (isSameTime(one, other) || isLikeText(one, other));
}

type Empty = null | undefined | '';

function isEmpty(value: JsonValue | undefined): value is Empty {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (isList(value)) return value.length === 0;
  return isJsonObject(value) && Object.values(value).every(isEmpty);
}

/** Each entry has its like on the other side. */
function areLike(sent: JsonValue, read: JsonValue): boolean {
  if (!isList(sent) || !isList(read)) return false;
  const hasLike = (list: readonly JsonValue[]) => (entry: JsonValue) =>
    list.some((one) => isLike(one, entry));
  return sent.every(hasLike(read)) && read.every(hasLike(sent));
}

function areLikeObjects(sent: JsonValue, read: JsonValue): boolean {
  if (!isJsonObject(sent) || !isJsonObject(read)) return false;
  const ownOf = (record: typeof sent, name: string) =>
    Object.hasOwn(record, name) ? record[name] : undefined;
  const names = new Set([...Object.keys(sent), ...Object.keys(read)]);
  return [...names].every((name) => isLike(ownOf(sent, name), ownOf(read, name)));
}

/** Undefined: they are not both numbers. Rounded is what has fewer digits behind the point. */
function isLikeNumber(sent: string, read: string): boolean | undefined {
  const [one, other] = [readNumber(sent), readNumber(read)];
  if (one === undefined || other === undefined) return undefined;
  const unit = 10 ** -Math.min(one.digits, other.digits);
  // Up or down: half of the unit of the last digit, or cut off.
  const apart = Math.abs(one.value - other.value);
  return apart <= Math.abs(one.value) * OF_A_DOUBLE || (one.digits !== other.digits && apart < unit);
}

const NUMBER = /^\s*[+-]?\d+(?:\.(\d+))?\s*$/;

function readNumber(text: string): { readonly value: number; readonly digits: number } | undefined {
  const parts = NUMBER.exec(text);
  return parts === null ? undefined : { value: Number(text), digits: parts[1]?.length ?? 0 };
}

function isSameTime(sent: string, read: string): boolean {
  const [one, other] = [parseIsoTime(sent), parseIsoTime(read)];
  if (Number.isNaN(one) || Number.isNaN(other)) return false;
  return one === other || sent.startsWith(read.trim());
}

function isLikeText(sent: string, read: string): boolean {
  const [one, other] = [bare(sent), bare(read)];
  if (one === '' || other === '') return sent.trim() === read.trim();
  return one === other || (read.trim().length >= LEAST_CUT_OFF && one.startsWith(other));
}

/** Letters and digits, as they are without case and marks. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
