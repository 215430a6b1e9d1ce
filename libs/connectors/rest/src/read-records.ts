import {
  floorOf,
  isJsonObject,
  isNumber,
  isSameScalar,
  nearestDouble,
  SyncError,
  type JsonValue,
  type SourceRecord,
  valueClassOf,
} from '@evenkeel/domain';
import type { JsonAnswer } from '@evenkeel/ports';
import type { StreamSettings } from './rest-settings.js';
import { isUnescaped, textAt, valueAt } from './value-at.js';

/** How an answer is read. */
export interface ListReading {
  readonly stream: StreamSettings;
  /** Only what changed is asked for: often that is nothing. */
  readonly isOfChanges: boolean;
}

/**
 * The entries of a list answer. Throws `provider.unexpected_shape` when there is no list where it should be, and
 * `provider.error_in_answer` when there is an error beside an empty one.
 */
export function readEntries(answer: JsonAnswer, reading: ListReading): readonly JsonValue[] {
  const { recordsPath } = reading.stream;
  const list = answer.body === null ? null : valueAt(answer.body, recordsPath);
  if (Array.isArray(list)) {
    if (list.length === 0) refuseError(answer.body, reading.stream);
    return list as readonly JsonValue[];
  }
  if (saysNothing(answer, list, reading)) {
    refuseError(answer.body, reading.stream);
    return [];
  }
  throw new SyncError('provider.unexpected_shape', describeShape(answer, list, reading.stream));
}

/** Whether what is in place of the list says that there is nothing. */
function saysNothing(
  { status }: JsonAnswer,
  list: JsonValue | undefined,
  { stream: { nothing }, isOfChanges }: ListReading,
): boolean {
  if (status === 204) return isOfChanges || nothing.includes('noContent');
  if (list === null) return isOfChanges || nothing.includes('null');
  return list === undefined && nothing.includes('absent');
}

const ERROR_MEMBERS = ['error', 'errors'];
const SHOWN = 200;

function refuseError(body: JsonValue, { errorBesideNothing, path }: StreamSettings): void {
  if (errorBesideNothing === 'ignore' || !isJsonObject(body)) return;
  for (const name of ERROR_MEMBERS) {
    const said = Object.hasOwn(body, name) ? body[name] : undefined;
    if (said === undefined || isEmpty(said)) continue;
    const shown = JSON.stringify(said).slice(0, SHOWN);
    throw new SyncError(
      'provider.error_in_answer',
      `The answer of ${path} has no record, but "${name}": ${shown}`,
    );
  }
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || value === false || value === '' || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** What came instead of a list, so that a person need not ask for it again to see. */
function describeShape(
  { status, body }: JsonAnswer,
  list: JsonValue | undefined,
  { recordsPath, path }: StreamSettings,
): string {
  if (status === 204) return `${path} answered 204 No Content, without a list`;
  if (body === null) return `${path} answered ${status} with the body null, without a list`;
  const where = recordsPath === '' ? 'The body' : `"${recordsPath}"`;
  if (list !== undefined) return `${where} in the answer of ${path} holds ${valueClassOf(list)}, not a list`;
  if (isUnescaped(body, recordsPath))
    return `The answer of ${path} has a member named "${recordsPath}": write its dots as ${recordsPath.replaceAll('.', '\\.')}`;
  const members = isJsonObject(body)
    ? `: it has only ${Object.keys(body).slice(0, 10).join(', ') || 'no member'}`
    : '';
  return `${where} in the answer of ${path} holds nothing, not a list${members}`;
}

export function isTombstone(entry: JsonValue, { tombstone }: StreamSettings): boolean {
  return tombstone !== undefined && isSameScalar(valueAt(entry, tombstone.path), tombstone.equals);
}

/** The record within an entry of the list. */
export function recordOfEntry(entry: JsonValue, stream: StreamSettings): SourceRecord {
  const found = stream.recordPath === undefined ? entry : (valueAt(entry, stream.recordPath) ?? null);
  const record = readRecord(found, stream);
  return stream.shape === 'inventory' ? { ...record, data: null, listedOnly: true } : record;
}

export function readRecord(
  data: JsonValue,
  { idPath, versionPath, modifiedAtPath }: StreamSettings,
): SourceRecord {
  const externalId = textAt(data, idPath);
  const noId = externalId === null ? sayNoId(valueAt(data, idPath)) : undefined;
  return {
    externalId,
    ...(noId !== undefined && { noId }),
    version: versionPath === undefined ? null : versionOf(valueAt(data, versionPath)),
    modifiedAt: modifiedAtPath === undefined ? null : momentOf(valueAt(data, modifiedAtPath)),
    data,
  };
}

/** What stands where the id should be; undefined: nothing does. */
function sayNoId(found: JsonValue | undefined): string | undefined {
  if (found === undefined) return undefined;
  if (typeof found === 'boolean') return String(found);
  return found === '' ? 'an empty text' : valueClassOf(found);
}

/** Only whole numbers compare; a version such as `3-9f` is no number and is left out. */
function versionOf(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** Numbers below this are seconds, not milliseconds: it is the year 5138 or the third of March 1973. */
const FIRST_MILLISECONDS = 1e11;

/** ISO 8601 in UTC. A time without a zone is taken for UTC, so that it means the same on every machine. */
function momentOf(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return isoOf(floorOf(value, nearestDouble(value) < FIRST_MILLISECONDS ? 3 : 0));
  if (typeof value !== 'string') return null;
  const zoneless = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/.exec(value);
  return isoOf(Date.parse(zoneless === null ? value : `${zoneless[1]}T${zoneless[2]}Z`));
}

function isoOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
