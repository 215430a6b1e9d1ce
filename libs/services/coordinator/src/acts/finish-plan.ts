import {
  addBuckets,
  ceilingOf,
  findBreach,
  summarizePlan,
  type Chunk,
  type Plan,
  type PlanId,
  type PlanWarning,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Acting } from './acting.js';
import { sumPairs } from './sum-pairs.js';

/** Keeps what the listing of an execution foresees: its plan is ready, or waits for approval. */
export async function finishPlan(acting: Acting): Promise<void> {
  const { tx, execution, chunks } = acting;
  const { plan } = execution;
  if (!plan) throw new Error('An execution that makes no plan cannot finish one');
  const making = chunks.filter((chunk) => chunk.plan?.role === 'make');
  const { counts, ...sizes } = await tx.plans.sums(plan.planId);
  const gone = await countGone(acting);
  // What was announced is missing from a full listing, too, unless another page had named it.
  const inactiveCandidates = Math.max(gone.candidates, counts.inactive_candidate);
  const createsHere = acting.job.definition.direction !== 'outbound';
  const pairs = plan.pairs ? await sumPairs(tx, plan.planId, { createsHere }) : undefined;
  const listed = { ...counts, inactive_candidate: inactiveCandidates };
  const sums = { ...sizes, counts: pairs === undefined ? listed : addBuckets([listed, pairs.counts]) };
  const { warnings, ...summed } = summarizePlan(sums, making, {
    deleteCeiling: gone.ceiling,
    isFull: execution.scope.kind === 'full',
  });
  const summary = {
    ...summed,
    ...(pairs && { pairs: true as const }),
    warnings: [...warnings, ...(pairs?.warnings ?? []), ...warnOfBreach(acting, making)],
  };
  const state = plan.kind === 'approval' ? 'awaiting_approval' : 'ready';
  const slices = making.map(({ slice }) => slice);
  await changePlan(tx, plan.planId, (kept) => ({ ...kept, state, summary, slices }));
}

export async function changePlan(tx: Transaction, id: PlanId, changed: (plan: Plan) => Plan): Promise<void> {
  const plan = await tx.plans.lock(id);
  if (plan === undefined) throw new Error(`Plan ${id} does not exist`);
  await tx.plans.save(changed(plan));
}

/** What a run of the job would fail for. */
function warnOfBreach({ execution, job }: Acting, chunks: readonly Chunk[]): readonly PlanWarning[] {
  const breach = findBreach(job.definition.contract, { ...execution, lane: 'bulk' }, chunks);
  return breach === undefined ? [] : [{ code: 'contract', message: breach }];
}

/** Records that are here and were not listed, as they would be looked at once the plan was carried out. */
async function countGone({
  tx,
  execution,
  job,
  references,
}: Acting): Promise<{ readonly candidates: number; readonly ceiling: number }> {
  const { id, jobId, scope, startedAt } = execution;
  if (scope.kind !== 'full') return { candidates: 0, ceiling: Infinity };
  const since = startedAt ?? (await tx.now());
  const { candidates, active } = await tx.candidates.count({ id, jobId, since }, references);
  return { candidates, ceiling: ceilingOf(job.definition.deleteCeiling, active) };
}
