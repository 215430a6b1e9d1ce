import { followSurvivors, type ExecutionId, type MatchReason, type StoredReading } from '@evenkeel/domain';
import type { RecordMerge, Transaction } from '@evenkeel/ports';
import type { Remerging } from './remerge.js';
import { openRecords } from './share-records.js';

/** Two records that are one. */
export interface MergePair {
  readonly survivorId: string;
  readonly absorbedId: string;
  /** Null: a person decided. */
  readonly rule: string | null;
  readonly score: number | null;
  readonly why: readonly MatchReason[];
}

export interface MergeCause extends Pick<Remerging, 'recordType'> {
  readonly executionId: ExecutionId | null;
  readonly actor: string | null;
}

/**
 * Gives the references of the absorbed records to their survivors, which are to be made anew; gives these. The record type is locked. A
 * survivor that is absorbed itself by a later pair leads to the last one.
 */
export async function mergeRecords(
  tx: Transaction,
  pairs: readonly MergePair[],
  cause: MergeCause,
): Promise<readonly string[]> {
  if (pairs.length === 0) return [];
  const final = toFinal(pairs);
  const absorbed = final.map(({ absorbedId }) => absorbedId);
  const survivors = [...new Set(final.map(({ survivorId }) => survivorId))];
  const { projections } = await openRecords(tx, [...absorbed, ...survivors]);
  await tx.sharedRecords.saveProjections(projections);
  // "Equal to the record" is another record for each of them from here on.
  await tx.agreements.writeOut([...absorbed, ...survivors]);
  const references = referencesOf(await tx.sharedRecords.readings(absorbed));
  const written = followSurvivors(final, await tx.sharedRecords.lockWritten([...absorbed, ...survivors]));
  const merges = final.map((pair): RecordMerge => {
    const following = written.filter(({ absorbedId }) => absorbedId === pair.absorbedId);
    const sources = references.get(pair.absorbedId) ?? [];
    return {
      ...pair,
      ...cause,
      referenceIds: [...sources, ...following.map(({ referenceId }) => referenceId)],
    };
  });
  await tx.merges.add(merges);
  const moves = merges.flatMap(({ referenceIds, survivorId }) =>
    referenceIds.map((referenceId) => ({ referenceId, recordId: survivorId })),
  );
  await tx.sharedRecords.move(moves);
  await tx.merges.absorb(final);
  await tx.matchReviews.follow(final);
  return survivors;
}

function toFinal(pairs: readonly MergePair[]): readonly MergePair[] {
  const into = new Map(pairs.map(({ absorbedId, survivorId }) => [absorbedId, survivorId]));
  return pairs.map((pair) => {
    let { survivorId } = pair;
    for (let next = into.get(survivorId); next !== undefined; next = into.get(survivorId)) survivorId = next;
    return { ...pair, survivorId };
  });
}

function referencesOf(readings: readonly StoredReading[]): ReadonlyMap<string, readonly string[]> {
  const references = new Map<string, string[]>();
  for (const { recordId, referenceId } of readings) {
    references.set(recordId, [...(references.get(recordId) ?? []), referenceId]);
  }
  return references;
}
