import {
  assertMayCarryOut,
  assertOutboundRun,
  SyncError,
  type Job,
  type PlanId,
  type Trigger,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * Tells at once, rather than by a run that fails, that a run of a job cannot be what it is asked to be. The reconciler looks again, for
 * something may move in between. Rejects with `request.not_found` for a plan that is not there, `request.wrong_state`,
 * `request.plan_expired` or `config.outbound_unsupported`.
 */
export async function assertRunFits(
  tx: Transaction,
  job: Job,
  trigger: Pick<Trigger, 'planId' | 'period'>,
): Promise<void> {
  assertOutboundRun(job.definition, trigger);
  if (trigger.planId) await assertPlanFits(tx, job, trigger.planId);
}

async function assertPlanFits(tx: Transaction, job: Job, planId: PlanId): Promise<void> {
  const plan = await tx.plans.find(planId);
  if (plan === undefined) throw new SyncError('request.not_found', `There is no plan ${planId}`);
  assertMayCarryOut(plan, job, await tx.now());
  const { active, queued } = await tx.executions.lockBulkOf(job.id);
  const underWay = active ?? queued;
  if (underWay === undefined) return;
  const message = `Execution ${underWay.id} of the job is under way: wait for its end, or cancel it first`;
  throw new SyncError('request.wrong_state', message);
}
