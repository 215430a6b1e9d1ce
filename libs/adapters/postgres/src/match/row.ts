import { parseJson, type JsonObject, type StoredReading } from '@evenkeel/domain';
import type { TextRow } from '../database/session.js';
import { isoFromTimestamp } from '../record/reference-row.js';

/** As digests are written here: without hyphens. */
export function keyFromUuid(uuid: string): string {
  return uuid.replaceAll('-', '');
}

export function readingFromRow(row: TextRow): StoredReading {
  const [recordId, referenceId, setId, externalId, active, data, at] = row as readonly string[];
  return {
    ...{ recordId: recordId!, referenceId: referenceId!, setId: setId!, externalId: externalId! },
    active: active === 't',
    data: parseJson(data!) as JsonObject,
    at: isoFromTimestamp(at!),
  };
}
