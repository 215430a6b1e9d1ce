import { followedSlices, makeChunks, startPlan, type Plan } from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** The plan was approved: its listing is read once more, and what is as it was is written. */
export async function carryOutPlan(
  { tx, execution, chunks, ids }: Acting,
  { plan }: { readonly plan: Plan },
): Promise<void> {
  const movedInto = ids.next();
  const pairs = execution.plan?.pairs === true;
  const following = makeChunks(execution, followedSlices(plan), {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
    plan: { role: 'follow', planId: plan.id, movedInto, ...(pairs && { pairs }) },
  });
  if (pairs) await tx.pairings.save({ jobId: execution.jobId, planId: plan.id, state: 'approved' });
  await tx.plans.insert(startPlan(movedInto, execution, await tx.now()));
  await tx.plans.save({ ...plan, carriedOutBy: execution.id });
  await tx.executions.save({ ...execution, phase: 'fetching' });
  await addChunks(tx, execution, following);
}
