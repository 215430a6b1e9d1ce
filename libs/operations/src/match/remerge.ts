import {
  canonicalText,
  keepHeld,
  layLocalSides,
  lostFields,
  saidBy,
  type ExecutionId,
  type JsonObject,
  type Projection,
} from '@evenkeel/domain';
import type { LockedRecord, MergedContent, RemergedContent, Transaction } from '@evenkeel/ports';
import type { RecordMerger } from './merger-of.js';
import type { KnownRecord } from './share-records.js';

/** How records are made anew of their sources, and who does it. */
export interface Remerging {
  readonly recordType: string;
  readonly merge: RecordMerger;
  /** Null: a person has asked for it. */
  readonly executionId: ExecutionId | null;
  /** The merge that is undone; left out: none. */
  readonly undoneMergeId?: string;
  /** By record: those that are locked, and of which all that their sources say is at hand. */
  readonly known?: ReadonlyMap<string, KnownRecord>;
}

/**
 * Makes records anew of what each of their sources said last. Whatever changes a reference that shares its record ends with this: what
 * it was read as, whether it is active, and to which record it belongs. What was edited here since stays; what was deleted here stays
 * deleted until a source says something else.
 */
export async function remerge(
  tx: Transaction,
  recordIds: Iterable<string>,
  { recordType, merge, known, ...cause }: Remerging,
): Promise<void> {
  const ids = [...new Set(recordIds)];
  if (ids.length === 0) return;
  const { locked, sources } = await readSources(tx, ids, known);
  const sides = await tx.sharedRecords.localSides(ids);
  const changed: RemergedContent[] = [];
  const deleted: MergedContent[] = [];
  for (const [recordId, projections] of sources) {
    const record = locked.get(recordId);
    const made = (of: readonly Projection[]) => layLocalSides(merge(of), of, sides.get(recordId) ?? []);
    const data = made(await keepWhatIsHeld(tx, { recordId, projections, made, before: record?.data }));
    const dataText = canonicalText(data);
    if (record === undefined) deleted.push({ recordId, dataText });
    else if (canonicalText(record.data) !== dataText)
      changed.push({ recordId, dataText, saidBy: saidBy(projections, record.data, data) });
  }
  await tx.sharedRecords.save(changed, { undoneMergeId: null, ...cause });
  await tx.sharedRecords.restore(recordType, deleted);
  const isChanged = new Set(changed.map(({ recordId }) => recordId));
  await tx.sharedRecords.markActive(...turned([...locked.values()], sources, isChanged));
}

interface Remade {
  readonly recordId: string;
  readonly projections: readonly Projection[];
  readonly made: (projections: readonly Projection[]) => JsonObject;
  /** Undefined: the record was deleted. */
  readonly before: JsonObject | undefined;
}

/** What only a source that is gone has said, and was sent to one that is there, stays: that one says it from here on. */
async function keepWhatIsHeld(
  tx: Transaction,
  { recordId, projections, made, before }: Remade,
): Promise<readonly Projection[]> {
  if (before === undefined || projections.every(({ active }) => active)) return projections;
  const sides = { before, after: made(projections) };
  if (lostFields(projections, sides).length === 0) return projections;
  const active = projections.filter((each) => each.active).map(({ referenceId }) => referenceId);
  const holding = await tx.agreements.bothWaysAmong(active);
  const kept = keepHeld(projections, sides, (referenceId) => holding.has(referenceId));
  if (kept === undefined) return projections;
  const { referenceId, data, changedAt } = kept;
  await tx.sharedRecords.saveProjections([
    { referenceId, recordId, dataText: canonicalText(data), changedAt },
  ]);
  return projections.map((each) => (each.referenceId === referenceId ? kept : each));
}

interface LockedSources {
  readonly locked: ReadonlyMap<string, LockedRecord>;
  readonly sources: ReadonlyMap<string, readonly Projection[]>;
}

async function readSources(
  tx: Transaction,
  ids: readonly string[],
  known: ReadonlyMap<string, KnownRecord> = new Map(),
): Promise<LockedSources> {
  const unread = ids.filter((id) => !known.has(id));
  const locked = new Map((await tx.sharedRecords.lock(unread)).map((record) => [record.id, record]));
  const sources = new Map(await tx.sharedRecords.projections(unread));
  const held = ids.flatMap((id) => known.get(id) ?? []);
  const setIds = held.flatMap(({ projections }) => projections.map(({ setId }) => setId));
  const names = await tx.sharedRecords.sourceNames([...new Set(setIds)]);
  for (const { locked: record, projections } of held) {
    locked.set(record.id, record);
    const named = projections.map(({ setId, ...said }) => ({ ...said, source: names.get(setId) ?? '' }));
    sources.set(record.id, named);
  }
  return { locked, sources };
}

/** Records that are at a source again, and those that are at none any more. */
function turned(
  locked: readonly LockedRecord[],
  sources: ReadonlyMap<string, readonly Projection[]>,
  changed: ReadonlySet<string>,
): [here: readonly string[], gone: readonly string[]] {
  const [here, gone]: [string[], string[]] = [[], []];
  for (const { id, inactive, deletedLocally } of locked) {
    if (deletedLocally && !changed.has(id)) continue;
    const isHere = sources.get(id)?.some(({ active }) => active);
    if (isHere === true && inactive) here.push(id);
    if (isHere === false && !inactive) gone.push(id);
  }
  return [here, gone];
}
