import { SyncError, type JsonValue, type SourceRecord } from '@evenkeel/domain';
import type { StreamSettings } from './rest-settings.js';
import { textAt, valueAt } from './value-at.js';

/** The entries of a list answer. Throws `provider.unexpected_shape` when there is no list where it should be. */
export function readEntries(body: JsonValue, { recordsPath, path }: StreamSettings): readonly JsonValue[] {
  const list = valueAt(body, recordsPath);
  if (Array.isArray(list)) return list as readonly JsonValue[];
  const found = list === undefined ? 'nothing' : list === null ? 'null' : `a ${typeof list}`;
  const where = recordsPath === '' ? 'The body' : `"${recordsPath}"`;
  throw new SyncError(
    'provider.unexpected_shape',
    `${where} in the answer of ${path} holds ${found}, not a list`,
  );
}

export function isTombstone(entry: JsonValue, { tombstone }: StreamSettings): boolean {
  return tombstone !== undefined && valueAt(entry, tombstone.path) === tombstone.equals;
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
  return {
    externalId: textAt(data, idPath),
    version: versionPath === undefined ? null : versionOf(valueAt(data, versionPath)),
    modifiedAt: modifiedAtPath === undefined ? null : momentOf(valueAt(data, modifiedAtPath)),
    data,
  };
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
  if (typeof value === 'number') return isoOf(value < FIRST_MILLISECONDS ? value * 1000 : value);
  if (typeof value !== 'string') return null;
  const zoneless = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/.exec(value);
  return isoOf(Date.parse(zoneless === null ? value : `${zoneless[1]}T${zoneless[2]}Z`));
}

function isoOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
