import {
  advanceWatermark,
  BUCKETS,
  closesOut,
  hasWritten,
  isAhead,
  isListing,
  joinsOn,
  pairs,
  summarizePlan,
  type Closing,
  type Execution,
  type Plan,
  type Watermark,
} from '@evenkeel/domain';
import type { Acting } from './acting.js';
import { end } from './end.js';
import { loadListing } from '@evenkeel/operations';
import { changePlan, finishPlan } from './finish-plan.js';
import { takeBackFailures } from './take-back-failures.js';

/** Every chunk reached its end, and it was verified what their counts say. */
export async function close(acting: Acting, { closing }: { readonly closing: Closing }): Promise<Execution> {
  const { tx, execution } = acting;
  const plan = execution.plan ? await tx.plans.lock(execution.plan.planId) : undefined;
  await takeBackFailures(acting, closing);
  if (closing.status !== 'failed') {
    await endPlans(acting);
    await forgetPaired(acting);
    await moveWatermark(acting, plan);
    await closeTwins(acting);
  }
  return end(acting, closing);
}

/** An execution that ended well leaves its plan ready, or carried out; and a plan of what moved, if anything did. */
async function endPlans(acting: Acting): Promise<void> {
  const { tx, execution, chunks } = acting;
  const { plan } = execution;
  if (!plan) return;
  if (plan.kind === 'preview') return finishPlan(acting);
  if (plan.pairs)
    await tx.pairings.save({ jobId: execution.jobId, planId: plan.planId, state: 'carried_out' });
  const carriedOutBy = execution.id;
  await changePlan(tx, plan.planId, (kept) => ({ ...kept, state: 'carried_out', carriedOutBy }));
  const following = chunks.filter((chunk) => chunk.plan?.role === 'follow');
  const [first] = following;
  if (first?.plan?.role !== 'follow') return;
  const { movedInto } = first.plan;
  const sums = await tx.plans.sums(movedInto);
  if (BUCKETS.every((bucket) => sums.counts[bucket] === 0)) return tx.plans.remove(movedInto);
  // How far it may be read on from is not known of it: other records may have moved on the pages that it has not.
  const summary = { ...summarizePlan(sums, following), derived: null, bounds: [], warnings: [] };
  const slices = following.map(({ slice }) => slice);
  await changePlan(tx, movedInto, (moved) => ({ ...moved, state: 'ready', summary, slices }));
}

/** What has a reference by now is no question any more. */
async function forgetPaired({ tx, execution, job, references }: Acting): Promise<void> {
  if (execution.lane !== 'bulk' || !pairs(job.definition)) return;
  const pairing = await tx.pairings.find(job.id);
  if (pairing?.state === 'carried_out' && pairing.planId !== null)
    await tx.pairings.forgetPaired(pairing.planId, references);
}

/** A record left behind is a failure, kept in the transaction of its page: no later run has to come past it again. */
async function moveWatermark(acting: Acting, plan: Plan | undefined): Promise<void> {
  const { tx, execution, references, chunks, now } = acting;
  const { id, jobId, lane, scope } = execution;
  if (lane !== 'bulk') return;
  // Nothing that was not listed may be passed over.
  if (chunks.some(({ doubt }) => doubt) || (await hasRepeats(acting))) return;
  // From here on an equal version in an inventory says that nothing changed.
  if (scope.kind === 'full') await tx.inventories.markMappedAs(references, execution);
  const saved = await tx.watermarks.find(jobId);
  if (!joinsOn(scope, saved)) return;
  // One that is ahead of our clock hides changes: it moves back to what was read.
  const current = saved && isAhead(saved, now) ? undefined : saved;
  const next = advanceWatermark(current, boundsOf(acting, plan));
  if (next !== undefined) await tx.watermarks.save(jobId, next, id);
}

/** Whether the listing named a record twice that may not; of what was judged that is known already. */
async function hasRepeats({ tx, execution, chunks }: Acting): Promise<boolean> {
  if (closesOut(execution) && hasWritten(execution, chunks)) return false;
  return (await loadListing(tx, execution.id)).some(({ doubt }) => doubt !== null);
}

/** What was set aside because another entry had its id is over where that id was listed once. */
async function closeTwins({ tx, execution, references }: Acting): Promise<void> {
  if (execution.lane !== 'bulk') return;
  await tx.failures.resolve(await tx.closeOuts.lonelyTwins(execution, references), execution.id);
}

/**
 * Records that were tried again say nothing of how far the listing was read. Where a plan was carried out, its own
 * listing counts: what has changed since was not written.
 */
function boundsOf({ execution, chunks }: Acting, plan: Plan | undefined): readonly (Watermark | null)[] {
  if (execution.plan?.kind === 'carry_out') return plan?.summary.bounds ?? [];
  return chunks
    .filter(({ slice, plan: part }) => isListing(slice) && part?.role !== 'follow')
    .map((chunk) => chunk.bound);
}
