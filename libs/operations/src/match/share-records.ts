import {
  advanceProjection,
  canonicalText,
  parseJson,
  type JsonObject,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceState,
} from '@evenkeel/domain';
import type { LockedRecord, SavedProjection, Transaction } from '@evenkeel/ports';

/** Records that other references may share once these projections are saved. */
export interface OpenedRecords {
  readonly locked: readonly LockedRecord[];
  readonly projections: readonly SavedProjection[];
}

/**
 * What each source of these records said last, where the record itself says it so far: to be saved so that other references may share
 * it. Locks their references and then these records; the record type is locked.
 */
export async function openRecords(tx: Transaction, recordIds: readonly string[]): Promise<OpenedRecords> {
  if (recordIds.length === 0) return { locked: [], projections: [] };
  const unshared = await tx.sharedRecords.lockReferences(recordIds);
  const locked = await tx.sharedRecords.lock(recordIds);
  const dataOf = new Map(locked.map(({ id, data }) => [id, data]));
  const projections = unshared.map(({ referenceId, recordId, at }) =>
    projectionOf(referenceId, undefined, { data: dataOf.get(recordId) ?? {}, at }),
  );
  return { locked, projections };
}

/**
 * Of records that have one source each: which were edited here since it was read last. What that said, which an edit has written over,
 * is kept from here on, so that the next reading is told from the edit. Their references are locked; the records are from here on.
 */
export async function openEdited(
  tx: Transaction,
  references: readonly Pick<ReferenceState, 'id' | 'recordId' | 'observedAt'>[],
): Promise<ReadonlySet<string>> {
  const said = await tx.sharedRecords.saidBeforeEdits(references.map(({ recordId }) => recordId));
  const projections = references.flatMap(({ id, recordId, observedAt: at }) => {
    const data = said.get(recordId);
    return data === undefined ? [] : [projectionOf(id, undefined, { data, at })];
  });
  await tx.sharedRecords.saveProjections(projections);
  return new Set(said.keys());
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
