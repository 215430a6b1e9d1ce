import type { RecordUpdate, RecordWrite, ReferenceState } from '@evenkeel/domain';
import { bigintArray, jsonbArray, textArray, uuidArray } from '../database/binary-array.js';
import type { TextRow, Value } from '../database/session.js';

/** In the order that {@link referenceFromRow} reads. */
export const REFERENCE_COLUMNS =
  'e.id, e.record_id, e.external_id, e.content_hash, e.provider_version, e.observed_at, e.inactive_at is not null';

export function referenceFromRow(row: TextRow): ReferenceState {
  const [id, recordId, externalId, contentHash, version, observedAt, inactive] = row as readonly string[];
  return {
    id: id!,
    recordId: recordId!,
    externalId: externalId!,
    contentHash: contentHash!.replaceAll('-', ''),
    version: version === null || version === undefined ? null : Number(version),
    observedAt: isoFromTimestamp(observedAt!),
    inactive: inactive === 't',
  };
}

/** In the order that {@link referencesFromArrays} reads. */
export const FOUND_COLUMNS = [
  'i.position',
  'e.id',
  'e.record_id',
  'e.content_hash',
  'e.provider_version',
  'e.observed_at',
  'e.inactive_at is not null',
];

/** From one row of arrays as Postgres writes them; none of their elements holds a comma. Null: nothing was found. */
export function referencesFromArrays(row: TextRow, externalIds: readonly string[]): ReferenceState[] {
  const [positions = [], ids, recordIds, hashes, versions, times, inactive] = row.map(elementsOf);
  return positions.map((position, at) => ({
    id: ids![at]!,
    recordId: recordIds![at]!,
    externalId: externalIds[Number(position) - 1]!,
    contentHash: hashes![at]!.replaceAll('-', ''),
    version: versions![at] === 'NULL' ? null : Number(versions![at]),
    // In quotes, for the blank in it.
    observedAt: isoFromTimestamp(times![at]!.slice(1, -1)),
    inactive: inactive![at] === 't',
  }));
}

function elementsOf(array: string | null): string[] {
  return array === null ? [] : array.slice(1, -1).split(',');
}

/** Parallel arrays for `unnest`: reference ids, record ids. */
export function keysToArrays(updates: readonly RecordUpdate[]): Value[] {
  return [
    bigintArray(updates.map(({ reference }) => Number(reference.id))),
    bigintArray(updates.map(({ reference }) => Number(reference.recordId))),
  ];
}

/** Parallel arrays for `unnest`: external id, content hash, data, version, modified at, observed at. */
export function writesToArrays(writes: readonly RecordWrite[]): Value[] {
  return [
    textArray(writes.map((write) => write.externalId)),
    uuidArray(writes.map((write) => write.contentHash)),
    jsonbArray(writes.map((write) => write.dataText)),
    ...versionsToArrays(writes),
  ];
}

/** Parallel arrays for `unnest`: version, modified at, observed at. */
export function versionsToArrays(writes: readonly RecordWrite[]): Value[] {
  return [
    textArray(writes.map((write) => (write.version === null ? null : String(write.version)))),
    textArray(writes.map((write) => write.modifiedAt)),
    textArray(writes.map((write) => write.observedAt)),
  ];
}

/** `2026-11-21 11:00:00.5+00`, as a session in UTC prints it, with the three decimals that texts need to compare. */
export function isoFromTimestamp(text: string): string {
  const seconds = text.slice(0, 19).replace(' ', 'T');
  const fraction = text[19] === '.' ? text.slice(20, -3) : '';
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}
