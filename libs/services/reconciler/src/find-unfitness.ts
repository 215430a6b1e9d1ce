import {
  assertMayCarryOut,
  assertOutbound,
  assertTwoWay,
  assertOutboundRun,
  compileFields,
  compileFilter,
  compileMapping,
  goesIn,
  describeProblem,
  reasonOf,
  SyncError,
  type ExecutionReason,
  type Job,
  type Plan,
  type Trigger,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** A job that cannot run says so at once, before a single provider call. */
export function findUnfitness(job: Job, trigger: Trigger): ExecutionReason | undefined {
  try {
    assertOutboundRun(job.definition, trigger);
    assertOutbound(job.definition);
    assertTwoWay(job.definition);
    const { direction, mapping, filter, fields } = job.definition;
    if (direction !== 'outbound' || goesIn(mapping)) compileMapping(mapping);
    compileFilter(filter);
    compileFields(fields);
    return undefined;
  } catch (error) {
    return reasonOf(describeProblem(error));
  }
}

/** The plan that a trigger wants carried out, or why it may not be. */
export interface PlanRead {
  readonly plan?: Plan;
  readonly unfit?: ExecutionReason;
}

export async function readPlan(tx: Transaction, job: Job, { planId }: Trigger): Promise<PlanRead> {
  if (!planId) return {};
  const plan = await tx.plans.lock(planId);
  try {
    if (plan === undefined) throw new SyncError('request.not_found', `There is no plan ${planId}`);
    assertMayCarryOut(plan, job, await tx.now());
    return { plan };
  } catch (error) {
    // The API checks the same when the run is asked for: something has changed since.
    return { unfit: { ...reasonOf(describeProblem(error)), kind: 'config' } };
  }
}
