import {
  ceilingOf,
  makeChunks,
  startPlan,
  stopClock,
  summarizePlan,
  type Chunk,
  type Execution,
  type Plan,
  type PlanId,
  type PlanWarning,
} from '@evenkeel/domain';
import type { Ids, Transaction } from '@evenkeel/ports';
import { readBreach } from './read-breach.js';

/** The plan is made: it is kept, and the execution waits for somebody to approve it. Its clock stands still meanwhile. */
export async function awaitApproval(
  tx: Transaction,
  execution: Execution,
  { chunks, now }: { readonly chunks: readonly Chunk[]; readonly now: Date },
): Promise<void> {
  await finishMade(tx, execution, chunks);
  const clock = stopClock(execution, await tx.outages.since(execution.clockSince ?? now), now);
  await tx.executions.save({ ...execution, ...clock, status: 'awaiting_approval' });
}

/** The plan was approved: its listing is read once more, and what is as it was is written. */
export async function carryOut(
  tx: Transaction,
  execution: Execution,
  { chunks, plan, ids }: { readonly chunks: readonly Chunk[]; readonly plan: Plan; readonly ids: Ids },
): Promise<void> {
  const movedInto = ids.next();
  const following = makeChunks(execution, plan.slices, {
    nextId: () => ids.next(),
    from: Math.max(...chunks.map(({ ordinal }) => ordinal)) + 1,
    plan: { role: 'follow', planId: plan.id, movedInto },
  });
  await tx.plans.insert(startPlan(movedInto, execution, await tx.now()));
  await tx.plans.save({ ...plan, carriedOutBy: execution.id });
  await tx.chunks.insert(following);
  await tx.executions.save({ ...execution, phase: 'fetching' });
}

/** An execution that ended well leaves its plan ready, or carried out; and a plan of what moved, if anything did. */
export async function settlePlans(
  tx: Transaction,
  execution: Execution,
  chunks: readonly Chunk[],
): Promise<void> {
  const { plan } = execution;
  if (!plan) return;
  if (plan.kind === 'preview') return finishMade(tx, execution, chunks);
  await change(tx, plan.planId, (kept) => ({ ...kept, state: 'carried_out', carriedOutBy: execution.id }));
  const following = chunks.filter((chunk) => chunk.plan?.role === 'follow');
  const [first] = following;
  if (first?.plan?.role !== 'follow') return;
  const { movedInto } = first.plan;
  const sums = await tx.plans.sums(movedInto);
  if (sums.pages === 0) return tx.plans.remove(movedInto);
  // How far it may be read on from is not known of it: other records may have moved on the pages that it has not.
  const summary = { ...summarizePlan(sums, following), bounds: [], warnings: [] };
  const slices = following.map(({ slice }) => slice);
  await change(tx, movedInto, (moved) => ({ ...moved, state: 'ready', summary, slices }));
}

async function finishMade(tx: Transaction, execution: Execution, chunks: readonly Chunk[]): Promise<void> {
  const { plan } = execution;
  if (!plan) throw new Error('An execution that makes no plan cannot finish one');
  const making = chunks.filter((chunk) => chunk.plan?.role === 'make');
  const { counts, ...sizes } = await tx.plans.sums(plan.planId);
  const gone = await countGone(tx, execution);
  const sums = { ...sizes, counts: { ...counts, inactive_candidate: gone.candidates } };
  const { warnings, ...summed } = summarizePlan(sums, making, gone.ceiling);
  const summary = { ...summed, warnings: [...warnings, ...(await warnOfBreach(tx, execution, making))] };
  const state = plan.kind === 'approval' ? 'awaiting_approval' : 'ready';
  const slices = making.map(({ slice }) => slice);
  await change(tx, plan.planId, (kept) => ({ ...kept, state, summary, slices }));
}

/** What a run of the job would fail for. */
async function warnOfBreach(
  tx: Transaction,
  execution: Execution,
  chunks: readonly Chunk[],
): Promise<readonly PlanWarning[]> {
  const breach = await readBreach(tx, { ...execution, lane: 'bulk' }, chunks);
  return breach === undefined ? [] : [{ code: 'contract', message: breach }];
}

/** Records that are here and were not listed, as they would be looked at once the plan was carried out. */
async function countGone(
  tx: Transaction,
  { id, jobId, jobRevision, scope, startedAt }: Execution,
): Promise<{ readonly candidates: number; readonly ceiling: number }> {
  const job = await tx.jobs.find(jobId, jobRevision);
  if (scope.kind !== 'full' || job === undefined) return { candidates: 0, ceiling: Infinity };
  const { connectionId, definition } = job;
  const { stream, recordType, deleteCeiling } = definition;
  const since = startedAt ?? (await tx.now());
  const set = { connectionId, stream, recordType };
  const { candidates, active } = await tx.candidates.count({ id, jobId, since }, set);
  return { candidates, ceiling: ceilingOf(deleteCeiling, active) };
}

async function change(tx: Transaction, id: PlanId, changed: (plan: Plan) => Plan): Promise<void> {
  const plan = await tx.plans.lock(id);
  if (plan === undefined) throw new Error(`Plan ${id} does not exist`);
  await tx.plans.save(changed(plan));
}
