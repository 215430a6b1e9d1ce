import { groupWrites, isListing, type RecordWrite, type ReferenceSet } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, WrittenGroup } from '../pages/page-group.js';
import { derive } from './derive.js';
import { inactivateCandidates } from './inactivate.js';
import { holdGone, inactivateGone } from './inactivate-gone.js';
import { touchSeen } from './touch-seen.js';

/** Carries the decisions of a group out, one statement for each kind of write. */
export async function write(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
): Promise<WrittenGroup> {
  const { chunk, pages, inputs } = group;
  const { creates, updates, sightings, inactivations } = groupWrites(inputs);
  const created = await createRecords(tx, context.references, creates);
  if (updates.length > 0) await tx.recordWrites.update(chunk.executionId, updates);
  if (sightings.length > 0) await tx.references.noteVersions(sightings);
  if (!isListing(chunk.slice)) await touchSeen(tx, group);
  const gone = inactivations.size > 0 ? await inactivateGone(tx, group, inactivations, created) : [];
  await holdGone(tx, context, group);
  const unlisted = await inactivateCandidates(tx, context, group);
  const written = { chunk, pages, inputs, created, inactivated: unlisted.length };
  if (context.pieceRules === undefined) return written;
  const derived = await derive(tx, context, { ...written, inactivatedIds: [...gone, ...unlisted] });
  return { ...written, derived };
}

/** Gives the new reference ids by the key of their record. */
async function createRecords(
  tx: Transaction,
  set: ReferenceSet,
  creates: ReadonlyMap<string, RecordWrite>,
): Promise<ReadonlyMap<string, string>> {
  const created = new Map<string, string>();
  if (creates.size === 0) return created;
  const ids = await tx.recordWrites.create(set, [...creates.values()]);
  let index = 0;
  for (const key of creates.keys()) {
    const id = ids[index];
    if (id === undefined) throw new Error(`The store gave no reference for ${key}`);
    created.set(key, id);
    index += 1;
  }
  return created;
}
