import { isJsonObject, type JsonValue, type SourceRecord } from '@evenkeel/domain';
import { orderOf } from './order-of-states.js';
import { readId } from './record-id.js';
import type { StreamSettings } from './settings/stream-settings.js';
import type { Tombstone } from './settings/tombstone-settings.js';
import { tombstoneOf } from './tombstone.js';
import { valueAt } from './value-at.js';

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

/** What an entry of a list of what is gone says: it is an id, or has one. */
export function goneRecord(entry: JsonValue, stream: StreamSettings): SourceRecord {
  const { removed, idPath: ofRecord } = stream;
  const idPath = removed?.idPath ?? ofRecord;
  // Where several values name a record, one of them is no id.
  const isId = !isJsonObject(entry) && typeof idPath === 'string';
  const id = readId(entry, { ...stream, idPath: isId ? '' : idPath });
  return { ...id, ...orderOf(entry, stream), data: null, gone: 'announced' };
}

/** A record that a delivery brought: what it is in a listing, and no entry of it. */
export function readTold(data: JsonValue, stream: StreamSettings): SourceRecord {
  const record = readRecord(data, stream);
  if (tombstoneOf(data, stream) === undefined) return record;
  return { ...record, data: null, gone: 'announced' };
}

export function readRecord(data: JsonValue, stream: StreamSettings): SourceRecord {
  return { ...readId(data, stream), ...orderOf(data, stream), data };
}
