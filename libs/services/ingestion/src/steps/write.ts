import { groupWrites, isListing, type RecordWrite, type ReferenceSet } from '@evenkeel/domain';
import { noteShared, remerge } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, WrittenGroup } from '../pages/page-group.js';
import { derive } from './derive.js';
import { inactivateCandidates } from './inactivate.js';
import { holdGone, inactivateGone } from './inactivate-gone.js';
import { touchSeen } from './touch-seen.js';
import { attachReferences, writeMatching } from './write-matched.js';

/** Carries the decisions of a group out, one statement for each kind of write. */
export async function write(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
): Promise<WrittenGroup> {
  const { chunk, pages, inputs } = group;
  const { executionId } = chunk;
  const { creates, attaches, updates, sightings, inactivations } = groupWrites(inputs);
  const made = await createRecords(tx, context.references, creates);
  const own = updates.filter(({ reference }) => reference.sharesRecord !== true);
  if (own.length > 0) await tx.recordWrites.update(executionId, own);
  await noteShared(
    tx,
    updates.filter(({ reference }) => reference.sharesRecord === true),
  );
  const attached = await attachReferences(tx, context, group, attaches);
  const created = attached.size === 0 ? made : new Map([...made, ...attached]);
  const survivors = await writeMatching(tx, context, group, { updates, created });
  if (sightings.length > 0) await tx.references.noteVersions(sightings);
  if (!isListing(chunk.slice)) await touchSeen(tx, group);
  const gone = inactivations.size > 0 ? await inactivateGone(tx, group, inactivations, created) : [];
  await holdGone(tx, context, group);
  const unlisted = await inactivateCandidates(tx, context, group);
  const changed = [
    ...sharedIn(group),
    ...survivors,
    ...Array.from(attaches.values(), ({ recordId }) => recordId),
  ];
  const { recordType } = context.references;
  await remerge(tx, changed, { recordType, settings: context.merging, executionId });
  const written = { chunk, pages, inputs, created, inactivated: unlisted.length };
  if (context.pieceRules === undefined) return written;
  const derived = await derive(tx, context, { ...written, inactivatedIds: [...gone, ...unlisted] });
  return { ...written, derived };
}

/** Records of several references that these pages may have changed: only what was locked tells that it shares its record. */
function sharedIn({ references }: DecidedGroup): readonly string[] {
  const shared = [...references.values()].filter(({ sharesRecord }) => sharesRecord === true);
  return shared.map(({ recordId }) => recordId);
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
