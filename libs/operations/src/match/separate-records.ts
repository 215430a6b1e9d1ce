import { pairsApart, SyncError, type StoredReading } from '@evenkeel/domain';
import type { StoredMerge, Transaction } from '@evenkeel/ports';
import { remerge, type Remerging } from './remerge.js';

/** What undoing a merge does. */
export interface Separation {
  /** The record that keeps the other references. */
  readonly from: string;
  /** References that go to a record of their own, and those that stay. */
  readonly moving: readonly StoredReading[];
  readonly staying: readonly StoredReading[];
}

/** External ids of references that came by a merge; undefined: all of them. */
export type NamedReferences = readonly string[] | undefined;

/**
 * What undoing it would do now. Rejects with `request.wrong_state` where nothing is left to be undone, and where a name is none of a
 * reference that came by it.
 */
export async function planSeparation(
  tx: Transaction,
  { id, referenceIds, survivorId, undoneAt }: StoredMerge,
  names?: NamedReferences,
): Promise<Separation> {
  if (undoneAt !== null) throw new SyncError('request.wrong_state', `Merge ${id} was undone already`);
  const from = (await tx.merges.survivorOf(survivorId)) ?? survivorId;
  const readings = await tx.sharedRecords.readings([from]);
  const came = readings.filter(({ referenceId }) => referenceIds.includes(referenceId));
  const unknown = names?.find((name) => !came.some(({ externalId }) => externalId === name));
  if (unknown !== undefined) {
    const message = `No reference ${unknown} of record ${from} came by merge ${id}; these did: ${came.map(({ externalId }) => externalId).join(', ')}`;
    throw new SyncError('request.wrong_state', message);
  }
  const isMoving = (reading: StoredReading) =>
    came.includes(reading) && (names?.includes(reading.externalId) ?? true);
  const moving = readings.filter(isMoving);
  const staying = readings.filter((reading) => !isMoving(reading));
  const isSilent = (readings: readonly StoredReading[]) =>
    readings.every(({ data }) => Object.keys(data).length === 0);
  if (moving.length > 0 && staying.length > 0 && (isSilent(moving) || isSilent(staying))) {
    const silent = (isSilent(moving) ? moving : staying).map(({ externalId }) => externalId).join(', ');
    const message = `Nothing of record ${from} was said by ${silent}: it was sent there, and goes with what it was sent of`;
    throw new SyncError('request.wrong_state', message);
  }
  if (moving.length === 0 || staying.length === 0) {
    const message = `Record ${from} has no references of merge ${id} beside others: there is nothing to part`;
    throw new SyncError('request.wrong_state', message);
  }
  return { from, moving, staying };
}

interface Separating extends Remerging {
  readonly actor: string;
  readonly names?: NamedReferences;
}

/**
 * Gives references that came by a merge back to the record that was absorbed, or to a new one, and keeps both apart. The record type is
 * locked. Each of the records is then what its own sources said last; what moves is read anew whatever it says. Gives the record that
 * the references went to.
 */
export async function separateRecords(
  tx: Transaction,
  merge: StoredMerge,
  { actor, names, ...remerging }: Separating,
): Promise<Separation & { readonly to: string }> {
  const survivor = (await tx.merges.survivorOf(merge.survivorId)) ?? merge.survivorId;
  await tx.sharedRecords.lockReferences([survivor]);
  const separation = await planSeparation(tx, merge, names);
  const { from, moving, staying } = separation;
  await tx.agreements.writeOut([from]);
  const to = merge.absorbedId ?? (await tx.sharedRecords.create(remerging.recordType));
  await tx.sharedRecords.lock([from, to]);
  if (merge.absorbedId !== null) await tx.merges.revive(to);
  const movingIds = moving.map(({ referenceId }) => referenceId);
  await tx.sharedRecords.move(movingIds.map((referenceId) => ({ referenceId, recordId: to })));
  const keys = await tx.matchKeys.ofReferences([...moving, ...staying].map(({ referenceId }) => referenceId));
  await tx.matchReviews.keepApart(pairsApart(moving, staying, keys), actor);
  await tx.sharedRecords.forgetReadings(movingIds);
  const isWhole = !staying.some(({ referenceId }) => merge.referenceIds.includes(referenceId));
  if (isWhole) {
    await moveWritten(tx, merge, { from, to });
    await tx.merges.markUndone(merge.id, actor);
  }
  await remerge(tx, [from, to], { ...remerging, undoneMergeId: merge.id });
  return { ...separation, to };
}

/** Where the absorbed record had been written to goes back with the last of its sources. */
async function moveWritten(
  tx: Transaction,
  { referenceIds }: StoredMerge,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const written = await tx.sharedRecords.lockWritten([from]);
  const came = written.filter(({ referenceId }) => referenceIds.includes(referenceId));
  await tx.sharedRecords.move(came.map(({ referenceId }) => ({ referenceId, recordId: to })));
}
