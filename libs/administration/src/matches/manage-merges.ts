import type { ListView, MergeSummary, MergeView, RequestOf } from '@evenkeel/contracts-admin';
import { layLocalSides, maskValues, parseSensitive, SyncError, type JsonObject } from '@evenkeel/domain';
import { planSeparation, separateRecords, mergerOf, type Separation } from '@evenkeel/operations';
import { Logger, Store, type StoredMerge, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { assertNotInWriting } from './assert-not-in-writing.js';
import { toMergeSummary } from './match-view.js';

/** What became one, and parting it again. */
export class ManageMerges {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Newest first. */
  async list(
    { tenantId }: Caller,
    { record, ...query }: RequestOf<'listMerges'>,
  ): Promise<ListView<MergeSummary>> {
    const request = toListRequest('merges', query);
    const listed = await this.store.of(tenantId).transaction((tx) => tx.merges.list(record, request));
    return toListView('merges', listed, toMergeSummary);
  }

  /** What undoing it would do now. */
  async show({ tenantId }: Caller, { merge: id }: RequestOf<'showMerge'>): Promise<MergeView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const merge = (await tx.merges.find(id)) ?? unknownMerge(id);
      try {
        await assertNotErased(tx, merge);
        const separation = await planSeparation(tx, merge);
        return view(merge, await partedBy(tx, separation, { merge, to: merge.absorbedId }), null);
      } catch (error) {
        if (!(error instanceof SyncError) || error.code !== 'request.wrong_state') throw error;
        return view(merge, [], error.message);
      }
    });
  }

  /** Rejects with `request.wrong_state` where nothing is left to be undone. */
  async undo(
    { tenantId, actor }: Caller,
    { merge: id, references: names }: RequestOf<'undoMerge'>,
  ): Promise<MergeView> {
    const undone = await this.store.of(tenantId).transaction(async (tx) => {
      const { recordType } = (await tx.merges.find(id)) ?? unknownMerge(id);
      await tx.matchKeys.lockType(recordType);
      // Again: another call may have undone it while this one waited.
      const merge = (await tx.merges.find(id)) ?? unknownMerge(id);
      await assertNotErased(tx, merge);
      await assertNotInWriting(tx, await recordsOf(tx, merge), `Merge ${id}`);
      const merger = mergerOf(await tx.recordTypes.find(recordType));
      const parting = { recordType, merge: merger, executionId: null, actor, names };
      const separation = await separateRecords(tx, merge, parting);
      const parted = await partedBy(tx, separation, { merge, to: separation.to });
      return view((await tx.merges.find(id)) ?? merge, parted, null);
    });
    this.log.info('merge undone', { mergeId: id, actor });
    return undone;
  }
}

async function recordsOf(
  tx: Transaction,
  { survivorId, absorbedId }: StoredMerge,
): Promise<readonly string[]> {
  const survivor = (await tx.merges.survivorOf(survivorId)) ?? survivorId;
  return absorbedId === null ? [survivor] : [survivor, absorbedId];
}

type Parted = MergeView['parted'];

/** Parting would have its references read anew, as if nothing had been erased. */
async function assertNotErased(tx: Transaction, { survivorId }: StoredMerge): Promise<void> {
  const record = (await tx.merges.survivorOf(survivorId)) ?? survivorId;
  const [last] = await tx.erasures.ofRecord(record);
  if (last === undefined || last.liftedAt !== null) return;
  const message = `Record ${record} was erased, and what its sources said with it: \`evenkeel records unerase ${record}\` lets it be read again, then part it`;
  throw new SyncError('request.wrong_state', message);
}

/** Each of the two records, made of what its own sources said last. */
async function partedBy(
  tx: Transaction,
  { from, moving, staying }: Separation,
  { merge, to }: { readonly merge: StoredMerge; readonly to: string | null },
): Promise<Parted> {
  const mergeSources = mergerOf(await tx.recordTypes.find(merge.recordType));
  const sensitive = parseSensitive((await tx.recordTypes.find(merge.recordType))?.sensitive ?? []);
  const records = [from, ...(to === null ? [] : [to])];
  const all = [...(await tx.sharedRecords.projections(records)).values()].flat();
  const sides = [...(await tx.sharedRecords.localSides(records)).values()].flat();
  const part = (record: string | null, readings: Separation['moving']) => {
    const ids = new Set(readings.map(({ referenceId }) => referenceId));
    const projections = all.filter(({ referenceId }) => ids.has(referenceId));
    const externalIds = readings.map(({ externalId }) => externalId);
    const edited = sides.filter(({ recordId }) => (recordId === to) === (record === to));
    const data = layLocalSides(mergeSources(projections), projections, edited);
    return { record, externalIds, data: maskValues(data, sensitive) as JsonObject };
  };
  return [part(from, staying), part(to, moving)];
}

function view(merge: StoredMerge, parted: Parted, problem: string | null): MergeView {
  return { ...toMergeSummary(merge), parted, problem };
}

function unknownMerge(id: string): never {
  throw new SyncError('request.not_found', `There is no merge ${id}`);
}
