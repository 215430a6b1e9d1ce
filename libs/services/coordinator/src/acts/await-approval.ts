import { approvePlan, isListing, stopClock } from '@evenkeel/domain';
import type { Acting } from './acting.js';
import { carryOutPlan } from './carry-out-plan.js';
import { finishPlan } from './finish-plan.js';

/** The plan is made: it is kept, and the execution waits for its approval. Its clock stands still meanwhile. */
export async function awaitApproval(acting: Acting): Promise<void> {
  const { tx, execution, now } = acting;
  await finishPlan(acting);
  if (await goesOnAlone(acting)) return;
  const clock = stopClock(execution, await tx.outages.since(execution.clockSince ?? now), now);
  await tx.executions.save({ ...execution, ...clock, status: 'awaiting_approval' });
}

/** Where the provider has no records, none of them can be one with a record that is here: there is nothing to be approved, unless the job asks for that anyway. */
async function goesOnAlone(acting: Acting): Promise<boolean> {
  const { tx, execution, job, chunks, now } = acting;
  if (execution.plan?.pairs !== true || job.definition.requiresApproval) return false;
  if (chunks.some(({ slice, fetched }) => isListing(slice) && fetched > 0)) return false;
  const made = await tx.plans.lock(execution.plan.planId);
  if (made === undefined) return false;
  const plan = approvePlan(made, { actor: 'evenkeel', now });
  await tx.plans.save(plan);
  await carryOutPlan(acting, { plan });
  return true;
}
