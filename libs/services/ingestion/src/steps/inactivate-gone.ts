import {
  CAUSE_OF_WAY,
  ceilingOf,
  GONE_WAYS,
  leastActiveFor,
  newInactivationApproval,
  type Gone,
  type ReferenceState,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';

/**
 * Whether so many records more may be inactivated one by one: together with those of the last hours they stay below the ceiling of the job.
 * Other transactions that ask the same wait until this one has ended.
 */
export async function mayInactivate(
  tx: Transaction,
  { jobId, references, deleteCeiling }: ApplyContext,
  due: number,
): Promise<boolean> {
  await tx.inactivationApprovals.serialize(jobId);
  const recent = await tx.candidates.countAnnounced(references);
  const least = leastActiveFor(recent + due, deleteCeiling);
  if (least === undefined) return false;
  return (await tx.candidates.countActive(references, least - recent)) >= least - recent;
}

/** Inactivates records that are gone. `created`: new reference ids by the key of their record. Gives their references. */
export async function inactivateGone(
  tx: Transaction,
  { chunk: { executionId } }: Pick<DecidedGroup, 'chunk'>,
  inactivations: ReadonlyMap<string, Gone>,
  created: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const named = Array.from(inactivations, ([key, { reference, gone }]) => ({
    id: reference?.id ?? created.get(key) ?? '',
    ...gone,
  }));
  for (const way of GONE_WAYS) {
    const ofWay = named.filter((gone) => gone.way === way);
    for (const observedAt of new Set(ofWay.map((gone) => gone.observedAt))) {
      const referenceIds = ofWay.filter((gone) => gone.observedAt === observedAt).map(({ id }) => id);
      await tx.candidates.inactivate({ executionId, referenceIds, cause: CAUSE_OF_WAY[way], observedAt });
    }
  }
  return named.map(({ id }) => id);
}

/**
 * Leaves to a person what would be too many, together with what waits already. A run that closes out finds them missing from its listing
 * and asks by itself.
 */
export async function holdGone(
  tx: Transaction,
  context: ApplyContext,
  { chunk: { executionId }, inputs }: DecidedGroup,
): Promise<void> {
  if (context.closesOut) return;
  const held = heldAmong(inputs);
  if (held.length === 0) return;
  const { tenantId, jobId, references, deleteCeiling } = context;
  const waiting = await tx.inactivationApprovals.lockWaiting(jobId, 'announced');
  const active =
    (await tx.candidates.countActive(references)) + (await tx.candidates.countAnnounced(references));
  const approval =
    waiting ??
    newInactivationApproval({
      ...{ id: context.nextId(), tenantId, jobId, executionId, cause: 'announced', active },
      ...{ ceiling: ceilingOf(deleteCeiling, active), requestedAt: await tx.now() },
    });
  if (waiting === undefined) await tx.inactivationApprovals.insert(approval);
  const candidates = await tx.inactivationApprovals.hold(approval.id, held);
  await tx.inactivationApprovals.save({ ...approval, candidates });
}

/** Each once. */
function heldAmong(inputs: readonly Input[]): readonly ReferenceState[] {
  const held = new Map<string, ReferenceState>();
  for (const { prepared, known, decision } of inputs) {
    if (prepared.kind !== 'gone' || decision.outcome !== 'parked' || known.reference === undefined) continue;
    held.set(known.reference.id, known.reference);
  }
  return [...held.values()];
}
