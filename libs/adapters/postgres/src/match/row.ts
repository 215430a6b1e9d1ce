import {
  MOST_UNDER_KEY,
  pairText,
  parseJson,
  type FoundReference,
  type JsonObject,
  type NarrowedKeys,
  type StoredReading,
} from '@evenkeel/domain';
import type { UnsharedReference } from '@evenkeel/ports';
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

/** Of `LOCK_REFERENCES_OF`, those that share their record with none so far. */
export function unsharedFromRows(rows: readonly TextRow[]): readonly UnsharedReference[] {
  const ofRecord = new Map<string, { oldest: bigint; isShared: boolean }>();
  for (const [id, recordId, , shares] of rows) {
    const known = ofRecord.get(recordId!) ?? { oldest: BigInt(id!), isShared: false };
    const oldest = BigInt(id!) < known.oldest ? BigInt(id!) : known.oldest;
    ofRecord.set(recordId!, { oldest, isShared: known.isShared || shares === 't' });
  }
  return rows
    .filter(([, , , shares]) => shares !== 't')
    .map(([referenceId, recordId, at, , setId, active, held]) => {
      const { oldest, isShared } = ofRecord.get(recordId!)!;
      return {
        ...{ referenceId: referenceId!, recordId: recordId!, setId: setId!, active: active === 't' },
        ...{ at: isoFromTimestamp(at!), isFirst: !isShared && BigInt(referenceId!) === oldest },
        held: held == null ? undefined : objectOf(held),
      };
    });
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
