import {
  advanceProjection,
  canonicalText,
  parseJson,
  type JsonObject,
  type RecordUpdate,
  type RecordWrite,
} from '@evenkeel/domain';
import type { LockedRecord, SavedProjection, Transaction } from '@evenkeel/ports';

/**
 * Keeps of each source of these records what it said last, so that other references may share them: until then the record itself says
 * it. Locks their references and then these records, which it gives; the record type is locked.
 */
export async function shareRecords(
  tx: Transaction,
  recordIds: readonly string[],
): Promise<readonly LockedRecord[]> {
  if (recordIds.length === 0) return [];
  const unshared = await tx.sharedRecords.lockReferences(recordIds);
  const locked = await tx.sharedRecords.lock(recordIds);
  const dataOf = new Map(locked.map(({ id, data }) => [id, data]));
  await tx.sharedRecords.saveProjections(
    unshared.map(({ referenceId, recordId, at }) =>
      projectionOf(referenceId, undefined, { data: dataOf.get(recordId) ?? {}, at }),
    ),
  );
  return locked;
}

/** Writes what references that share their records were read as; the records are to be made anew. */
export async function noteShared(tx: Transaction, updates: readonly RecordUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await tx.sharedRecords.noteReadings(updates);
  const before = await tx.sharedRecords.projectionsOf(updates.map(({ reference }) => reference.id));
  const projections = updates.map((update) => {
    const { id } = update.reference;
    return projectionOf(id, before.get(id), readingOf(update));
  });
  await tx.sharedRecords.saveProjections(projections);
}

/** What a new reference of a record that is here was read as. */
export function firstProjection(referenceId: string, write: RecordWrite): SavedProjection {
  return projectionOf(referenceId, undefined, readingOf(write));
}

type Before = Parameters<typeof advanceProjection>[0];

function projectionOf(
  referenceId: string,
  before: Before,
  { data, at }: { readonly data: JsonObject; readonly at: string },
): SavedProjection {
  const advanced = advanceProjection(before, data, at);
  return { referenceId, dataText: canonicalText(data), changedAt: advanced.changedAt };
}

function readingOf({ dataText, modifiedAt, observedAt }: RecordWrite) {
  return { data: parseJson(dataText) as JsonObject, at: modifiedAt ?? observedAt };
}
