import { ceilingOf, newInactivationApproval, type InactivationApproval } from '@evenkeel/domain';
import type { HeldReference, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { PushedEntry, PushedGroup } from './pushed-entry.js';

/**
 * What is beyond what the job may delete at the provider by itself waits for a person, together with what waits already; what is not to be deleted there any more, or is by now,
 * waits no longer.
 */
export async function askAboutDeletions(
  tx: Transaction,
  context: ApplyContext,
  { chunk, entries }: Pick<PushedGroup, 'chunk' | 'entries'>,
): Promise<void> {
  if (chunk.plan?.role === 'make') return;
  const held = entries.flatMap(heldOf);
  const settled = entries.flatMap(settledOf);
  // Only what begins to wait takes turns: ranges of a push are applied side by side.
  if (held.length > 0) await tx.inactivationApprovals.serialize(context.jobId);
  const waiting = await tx.inactivationApprovals.lockWaiting(context.jobId, 'deleted_there');
  if (waiting === undefined && held.length === 0) return;
  const approval = waiting ?? (await newApproval(tx, context, chunk.executionId));
  const left = await tx.inactivationApprovals.release(approval.id, settled);
  const candidates = held.length === 0 ? left : await tx.inactivationApprovals.hold(approval.id, held);
  const state = candidates === 0 ? 'superseded' : approval.state;
  await tx.inactivationApprovals.save({ ...approval, candidates, state });
}

function heldOf({ referenceId, recordVersion, outcome }: PushedEntry): readonly HeldReference[] {
  if (outcome !== 'parked' || referenceId === null) return [];
  return [{ id: referenceId, recordVersion, observedAt: null }];
}

/** What was left for another reason, as what is in doubt, may be asked about again. */
function settledOf({ referenceId, outcome }: PushedEntry): readonly string[] {
  return outcome === 'parked' || referenceId === null ? [] : [referenceId];
}

async function newApproval(
  tx: Transaction,
  { tenantId, jobId, references, deleteCeiling, nextId }: ApplyContext,
  executionId: string,
): Promise<InactivationApproval> {
  const { active, lately } = await tx.pushPages.deletions(references);
  const of = { id: nextId(), tenantId, jobId, executionId, cause: 'deleted_there' } as const;
  const approval = newInactivationApproval({
    ...{ ...of, active: active + lately, requestedAt: await tx.now() },
    ceiling: ceilingOf(deleteCeiling, active + lately),
  });
  await tx.inactivationApprovals.insert(approval);
  return approval;
}
