import type { RecordUpdate, RecordWrite, ReferenceState } from '@evenkeel/domain';
import type { TextRow } from '../database/session.js';
import { arraysOf, bigints, jsonbs, texts, uuids } from '../table/array-columns.js';

/** In the order that {@link referenceFromRow} reads. */
export const REFERENCE_COLUMNS =
  'e.id, e.record_id, e.external_id, e.content_hash, e.provider_version, e.observed_at, e.inactive_at is not null, e.modified_at, e.shares_record';

export function referenceFromRow(row: TextRow): ReferenceState {
  const [id, recordId, externalId, contentHash, version, observedAt, inactive, modifiedAt, sharesRecord] =
    row;
  return {
    id: id!,
    recordId: recordId!,
    externalId: externalId!,
    contentHash: contentHash!.replaceAll('-', ''),
    version: version ?? null,
    observedAt: isoFromTimestamp(observedAt!),
    inactive: inactive === 't',
    modifiedAt: modifiedAt == null ? null : isoFromTimestamp(modifiedAt),
    ...(sharesRecord === 't' ? SHARES : {}),
  };
}

const SHARES = { sharesRecord: true } as const;

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
    version: versions![at] === 'NULL' ? null : versions![at]!,
    // In quotes, for the blank in it.
    observedAt: isoFromTimestamp(times![at]!.slice(1, -1)),
    inactive: inactive![at] === 't',
  }));
}

function elementsOf(array: string | null): string[] {
  return array === null ? [] : array.slice(1, -1).split(',');
}

const KEYS = {
  reference_id: bigints(({ reference }: RecordUpdate) => Number(reference.id)),
  record_id: bigints(({ reference }: RecordUpdate) => Number(reference.recordId)),
};
const VERSIONS = {
  version: texts(({ version }: RecordWrite) => version),
  modified_at: texts(({ modifiedAt }: RecordWrite) => modifiedAt),
  observed_at: texts(({ observedAt }: RecordWrite) => observedAt),
};
const CONTENTS = {
  external_id: texts(({ externalId }: RecordWrite) => externalId),
  content_hash: uuids(({ contentHash }: RecordWrite) => contentHash),
  data: jsonbs(({ dataText }: RecordWrite) => dataText),
};

/** A record as a page brings it. */
export const WRITES = arraysOf<RecordWrite>({ ...CONTENTS, ...VERSIONS });
/** The same for a record that is there. */
export const UPDATES = arraysOf<RecordUpdate>({ ...KEYS, ...CONTENTS, ...VERSIONS });
/** What is noted of a record whose content stayed as it was. */
export const SIGHTINGS = arraysOf<RecordUpdate>({ ...KEYS, ...VERSIONS });

/** `2026-11-21 11:00:00.5+00`, as a session in UTC prints it, with the three decimals that texts need to compare. */
export function isoFromTimestamp(text: string): string {
  const seconds = text.slice(0, 19).replace(' ', 'T');
  const fraction = text[19] === '.' ? text.slice(20, -3) : '';
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}
