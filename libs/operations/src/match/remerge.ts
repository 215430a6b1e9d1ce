import { canonicalText, layLocalSides, saidBy, type ExecutionId, type Projection } from '@evenkeel/domain';
import type { LockedRecord, MergedContent, RemergedContent, Transaction } from '@evenkeel/ports';
import type { RecordMerger } from './merger-of.js';

/** How records are made anew of their sources, and who does it. */
export interface Remerging {
  readonly recordType: string;
  readonly merge: RecordMerger;
  /** Null: a person has asked for it. */
  readonly executionId: ExecutionId | null;
  /** The merge that is undone; left out: none. */
  readonly undoneMergeId?: string;
}

/**
 * Makes records anew of what each of their sources said last. Whatever changes a reference that shares its record ends with this: what
 * it was read as, whether it is active, and to which record it belongs. What was edited here since stays; what was deleted here stays
 * deleted until a source says something else.
 */
export async function remerge(
  tx: Transaction,
  recordIds: Iterable<string>,
  { recordType, merge, ...cause }: Remerging,
): Promise<void> {
  const ids = [...new Set(recordIds)];
  if (ids.length === 0) return;
  const locked = new Map((await tx.sharedRecords.lock(ids)).map((record) => [record.id, record]));
  const sources = await tx.sharedRecords.projections(ids);
  const sides = await tx.sharedRecords.localSides(ids);
  const changed: RemergedContent[] = [];
  const deleted: MergedContent[] = [];
  for (const [recordId, projections] of sources) {
    const record = locked.get(recordId);
    const data = layLocalSides(merge(projections), projections, sides.get(recordId) ?? []);
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
