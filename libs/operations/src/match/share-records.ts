import {
  advanceProjection,
  canonicalText,
  editsBetween,
  layLocalSides,
  openedWords,
  parseJson,
  type JsonObject,
  type Projection,
  type RecordUpdate,
  type RecordWrite,
  type ReferenceState,
} from '@evenkeel/domain';
import type { LockedRecord, SavedProjection, Transaction, UnsharedReference } from '@evenkeel/ports';

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
  return openReferences(tx, recordIds, await tx.sharedRecords.lockReferences(recordIds));
}

/** The same of these references of theirs, which are locked. */
export async function openReferences(
  tx: Transaction,
  recordIds: readonly string[],
  unshared: readonly UnsharedReference[],
): Promise<OpenedRecords> {
  const locked = await tx.sharedRecords.lock(recordIds);
  const recordOf = new Map(locked.map((record) => [record.id, record]));
  const isAlone = countOf(unshared);
  const beforeEdits = await saidBeforeEdits(tx, unshared);
  const known = new Map<string, KnownRecord>();
  const projections = unshared.map((reference) => {
    const { referenceId, recordId, at, setId, active, isFirst } = reference;
    const record = recordOf.get(recordId);
    const data = openedWords(reference, beforeEdits.get(recordId) ?? record?.data ?? {});
    const { changedAt } = advanceProjection(undefined, data, at);
    const said = { referenceId, setId, active, data, changedAt };
    if (record !== undefined && isAlone(recordId))
      known.set(recordId, { locked: record, projections: [said] });
    const dataText = canonicalText(data);
    const opens = isFirst ? (record?.updatedAt ?? null) : null;
    return { referenceId, recordId, dataText, changedAt, opens };
  });
  const differing = unshared.filter(
    ({ isFirst, held, recordId }) => isFirst && (held !== undefined || beforeEdits.has(recordId)),
  );
  if (differing.length > 0) await keepDifferences(tx, { differing, recordOf, projections });
  return { locked, projections, known };
}

/** What sources that are only read said before the records were edited. One that is kept in step holds what the record holds, where nothing else is known. */
async function saidBeforeEdits(
  tx: Transaction,
  unshared: readonly UnsharedReference[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const said = await tx.sharedRecords.saidBeforeEdits(unshared.map(({ recordId }) => recordId));
  const edited = unshared.filter(
    ({ isFirst, held, recordId }) => isFirst && held === undefined && said.has(recordId),
  );
  const inStep = await tx.agreements.bothWaysAmong(edited.map(({ referenceId }) => referenceId));
  const equal = new Set(
    edited.filter(({ referenceId }) => inStep.has(referenceId)).map(({ recordId }) => recordId),
  );
  return equal.size === 0 ? said : new Map([...said].filter(([recordId]) => !equal.has(recordId)));
}

function countOf(unshared: readonly UnsharedReference[]): (recordId: string) => boolean {
  const counts = new Map<string, number>();
  for (const { recordId, isFirst } of unshared)
    counts.set(recordId, (counts.get(recordId) ?? 0) + (isFirst ? 1 : 2));
  return (recordId) => counts.get(recordId) === 1;
}

interface Differing {
  readonly differing: readonly UnsharedReference[];
  readonly recordOf: ReadonlyMap<string, LockedRecord>;
  readonly projections: readonly SavedProjection[];
}

/** What others changed of a record since its source was read, people and jobs that keep it in step, is from here on as if it had been edited here. */
async function keepDifferences(
  tx: Transaction,
  { differing, recordOf, projections }: Differing,
): Promise<void> {
  const sides = await tx.sharedRecords.localSides(differing.map(({ recordId }) => recordId));
  const now = (await tx.now()).getTime();
  const saved = new Map(projections.map((projection) => [projection.referenceId, projection]));
  const edits = differing.flatMap(({ referenceId, recordId, at, active }) => {
    const record = recordOf.get(recordId);
    const { changedAt = {}, dataText = '{}' } = saved.get(referenceId) ?? {};
    const data = parseJson(dataText) as JsonObject;
    const said = { referenceId, source: '', active, data, changedAt };
    const made = layLocalSides(data, [said], sides.get(recordId) ?? []);
    const after = new Date(Math.max(now, Date.parse(at) + 1)).toISOString();
    return record === undefined ? [] : (editsBetween(recordId, { made, data: record.data }, after) ?? []);
  });
  await tx.sharedRecords.keepEdits(edits);
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
    if (update.said !== undefined) {
      const { data, changedAt } = update.said;
      return { referenceId, recordId, dataText: canonicalText(data), changedAt };
    }
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
