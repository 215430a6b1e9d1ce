import { isJsonObject, SyncError, type JsonValue, type SourceRecord, valueClassOf } from '@evenkeel/domain';
import type { JsonAnswer } from '@evenkeel/ports';
import { orderOf } from './order-of-states.js';
import { readId } from './record-id.js';
import type { StreamSettings } from './settings/stream-settings.js';
import type { Tombstone } from './settings/tombstone-settings.js';
import { tombstoneOf } from './tombstone.js';
import { isNothing, isUnescaped, valueAt } from './value-at.js';

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
  const { recordsPath, graphql } = reading.stream;
  // Its errors stand beside what could be had: what is missing then is not gone.
  if (graphql !== undefined) refuseError(answer.body, reading.stream);
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

function refuseError(body: JsonValue, { errorBesideNothing, path, graphql }: StreamSettings): void {
  if (errorBesideNothing === 'ignore' || !isJsonObject(body)) return;
  for (const name of ERROR_MEMBERS) {
    const said = Object.hasOwn(body, name) ? body[name] : undefined;
    if (isNothing(said) || said === false || said === 0) continue;
    const shown = JSON.stringify(said).slice(0, SHOWN);
    throw new SyncError(
      'provider.error_in_answer',
      `The answer of ${path} has ${graphql === undefined ? 'no record, but ' : ''}"${name}": ${shown}`,
    );
  }
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

/** The record within an entry of the list. */
export function dataOfEntry(entry: JsonValue, { recordPath }: StreamSettings): JsonValue {
  return recordPath === undefined ? entry : (valueAt(entry, recordPath) ?? null);
}

/** The record within an entry of the list, or what the entry says of one that is gone. */
export function recordOfEntry(entry: JsonValue, stream: StreamSettings): SourceRecord {
  const record = readRecord(dataOfEntry(entry, stream), stream);
  const tombstone = tombstoneOf(entry, stream);
  if (tombstone !== undefined) {
    const id = idOfTombstone(entry, record, { ...stream, tombstone });
    return { ...record, ...id, data: null, gone: 'announced' };
  }
  return stream.shape === 'inventory' ? { ...record, data: null, listedOnly: true } : record;
}

/** A tombstone often has its id in another place than a record, or has no more of a record than that. */
function idOfTombstone(
  entry: JsonValue,
  { externalId, noId }: SourceRecord,
  stream: StreamSettings & { readonly tombstone: Tombstone },
): Pick<SourceRecord, 'externalId' | 'noId'> {
  const { tombstone, idPath } = stream;
  if (tombstone.idPath === undefined && externalId !== null) return { externalId, noId };
  return { noId: undefined, ...readId(entry, { ...stream, idPath: tombstone.idPath ?? idPath }) };
}

export function readRecord(data: JsonValue, stream: StreamSettings): SourceRecord {
  return { ...readId(data, stream), ...orderOf(data, stream), data };
}
