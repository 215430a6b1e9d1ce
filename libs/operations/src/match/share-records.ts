import {
  advanceProjection,
  canonicalText,
  parseJson,
  type JsonObject,
  type Projection,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceState,
} from '@evenkeel/domain';
import type { LockedRecord, SavedProjection, Transaction } from '@evenkeel/ports';

/** Records that other references may share once these projections are saved. */
export interface OpenedRecords {
  readonly locked: readonly LockedRecord[];
  readonly projections: readonly SavedProjection[];
  /** By record: those that had one reference only, so that this is all that is said of them. */
  readonly known: ReadonlyMap<string, KnownRecord>;
}

/** A record that this transaction has locked, and all that its sources say: nothing of it need be read again. */
export interface KnownRecord {
  readonly locked: LockedRecord;
  readonly projections: readonly KnownProjection[];
}

/** Of a source that is not named yet. */
export type KnownProjection = Omit<Projection, 'source'> & { readonly setId: string };

/**
 * What each source of these records said last, where the record itself says it so far, but for what was edited here since: to be saved so
 * that other references may share it. Locks their references and then these records; the record type is locked.
 */
export async function openRecords(tx: Transaction, recordIds: readonly string[]): Promise<OpenedRecords> {
  if (recordIds.length === 0) return { locked: [], projections: [], known: new Map() };
  const unshared = await tx.sharedRecords.lockReferences(recordIds);
  const locked = await tx.sharedRecords.lock(recordIds);
  const recordOf = new Map(locked.map((record) => [record.id, record]));
  const beforeEdits = await tx.sharedRecords.saidBeforeEdits(unshared.map(({ recordId }) => recordId));
  const known = new Map<string, KnownRecord>();
  const projections = unshared.map(({ referenceId, recordId, at, setId, active }) => {
    const record = recordOf.get(recordId);
    const data = beforeEdits.get(recordId) ?? record?.data ?? {};
    const { changedAt } = advanceProjection(undefined, data, at);
    const said = { referenceId, setId, active, data, changedAt };
    if (record !== undefined) known.set(recordId, { locked: record, projections: [said] });
    const dataText = canonicalText(data);
    return { referenceId, recordId, dataText, changedAt, opens: record?.updatedAt ?? null };
  });
  return { locked, projections, known };
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
  const locked = await tx.sharedRecords.lock([...said.keys()]);
  const writtenAt = new Map(locked.map(({ id, updatedAt }) => [id, updatedAt]));
  const projections = references.flatMap(({ id: referenceId, recordId, observedAt: at }) => {
    const data = said.get(recordId);
    if (data === undefined) return [];
    const { changedAt } = advanceProjection(undefined, data, at);
    const opens = writtenAt.get(recordId) ?? null;
    return [{ referenceId, recordId, dataText: canonicalText(data), changedAt, opens }];
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
    const { id: referenceId, recordId } = update.reference;
    const { dataText } = update;
    const { changedAt } = readingOf(update, before.get(referenceId));
    return { referenceId, recordId, dataText, changedAt };
  });
  await tx.sharedRecords.saveProjections(projections);
}

/** What a source says that was read just now. */
export function readingOf(
  { dataText, modifiedAt, observedAt }: RecordWrite,
  before?: Parameters<typeof advanceProjection>[0],
): Pick<Projection, 'data' | 'changedAt'> {
  return advanceProjection(before, parseJson(dataText) as JsonObject, modifiedAt ?? observedAt);
}
