import {
  MOST_UNDER_KEY,
  pairText,
  parseJson,
  type FoundReference,
  type JsonObject,
  type NarrowedKeys,
  type StoredReading,
} from '@evenkeel/domain';
import type { TextRow } from '../database/session.js';
import { isoFromTimestamp } from '../record/reference-row.js';

export const objectOf = (text: string | null | undefined) => parseJson(text ?? '{}') as JsonObject;
export const timesOf = (text: string | null | undefined) =>
  JSON.parse(text ?? '{}') as Readonly<Record<string, string>>;

/** As digests are written here: without hyphens. */
export function keyFromUuid(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** Of `FIND_BY_KEYS`. */
export function foundFromRow(row: TextRow): FoundReference {
  const [key, referenceId, recordId, setId, externalId, active, shares] = row as readonly string[];
  return {
    ...{ key: keyFromUuid(key!), referenceId: referenceId!, recordId: recordId!, setId: setId! },
    ...{ externalId: externalId!, active: active === 't', sharesRecord: shares === 't' },
  };
}

/** Of `FIND_BY_BOTH`. Pairs under which too many are found are left out. */
export function narrowedFromRows(rows: readonly TextRow[]): readonly NarrowedKeys[] {
  const pairs = new Map<string, { one: string; other: string; found: NarrowedKeys['found'][number][] }>();
  for (const [oneUuid, otherUuid, wide, referenceId, recordId, setId, ...reference] of rows) {
    const [externalId, active, shares] = reference;
    if (wide === 't') continue;
    const [one, other] = [keyFromUuid(oneUuid!), keyFromUuid(otherUuid!)];
    const pair = pairs.get(pairText({ one, other })) ?? { one, other, found: [] };
    pairs.set(pairText(pair), pair);
    if (referenceId == null || recordId == null) continue;
    pair.found.push({
      ...{ referenceId, recordId, setId: setId!, externalId: externalId! },
      ...{ active: active === 't', sharesRecord: shares === 't' },
    });
  }
  return [...pairs.values()].filter(({ found }) => found.length <= MOST_UNDER_KEY);
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
