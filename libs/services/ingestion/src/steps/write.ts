import { MOST_AWAITED, recordsAwaited } from '@evenkeel/contracts-messages';
import { groupWrites, isListing, type RecordWrite } from '@evenkeel/domain';
import { remerge } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, WrittenGroup } from '../pages/page-group.js';
import { derive } from './derive.js';
import { inactivateCandidates } from './inactivate.js';
import { holdGone, inactivateGone } from './inactivate-gone.js';
import { keepJoined } from './keep-joined.js';
import { keepAgreed, keepMerged } from './keep-merged.js';
import { touchSeen } from './touch-seen.js';
import { writeRecords } from './write-records.js';

/** Carries the decisions of a group out, one statement for each kind of write. */
export async function write(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
): Promise<WrittenGroup> {
  const { chunk, pages, inputs } = group;
  const { executionId } = chunk;
  const { creates, attaches, updates, sightings, readings, inactivations } = groupWrites(inputs);
  const cause = { executionId, matching: group.matching };
  // Before records become one: what their providers hold is written out by what is agreed on by then.
  await keepAgreed(tx, group);
  const { created, shared, known, survivors } = await writeRecords(tx, context.references, cause, {
    creates,
    attaches,
    updates,
  });
  if (sightings.length > 0) await tx.references.noteVersions(sightings);
  if (readings.length > 0) await tx.agreements.noteReadings(readings);
  if (!isListing(chunk.slice)) await touchSeen(tx, group);
  const gone = inactivations.size > 0 ? await inactivateGone(tx, group, inactivations, created) : [];
  await holdGone(tx, context, group);
  await keepMerged(tx, context, group);
  const unlisted = await inactivateCandidates(tx, context, group);
  const changed = [...sharedIn(group), ...shared];
  const { recordType } = context.references;
  const remerging = { recordType, merge: context.merge, executionId };
  await remerge(tx, changed, inactivations.size > 0 ? remerging : { ...remerging, known });
  await keepJoined(tx, context, { attaches, created, survivors });
  await tellAwaited(tx, context, [
    ...creates.values(),
    ...Array.from(attaches.values(), (each) => each.write),
  ]);
  const written = { chunk, pages, inputs, created, inactivated: unlisted.length };
  if (context.pieceRules === undefined) return written;
  const derived = await derive(tx, context, { ...written, inactivatedIds: [...gone, ...unlisted] });
  return { ...written, derived };
}

/** Says so where parked records wait for what came: a hint, which a sweep makes up for. */
async function tellAwaited(
  tx: Transaction,
  { references }: Pick<ApplyContext, 'references'>,
  came: readonly RecordWrite[],
): Promise<void> {
  if (came.length === 0) return;
  const externalIds = came.map(({ externalId }) => externalId);
  const awaited = await tx.parked.awaited(references, externalIds, MOST_AWAITED);
  if (awaited === undefined) return;
  await tx.outbox.add(recordsAwaited, [{ ...awaited, externalIds: [...awaited.externalIds] }]);
}

/** Records of several references that these pages may have changed: only what was locked tells that it shares its record. */
function sharedIn({ references }: DecidedGroup): readonly string[] {
  const shared = [...references.values()].filter(({ sharesRecord }) => sharesRecord === true);
  return shared.map(({ recordId }) => recordId);
}
