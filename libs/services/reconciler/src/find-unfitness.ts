import {
  assertMayCarryOut,
  assertOutbound,
  assertTwoWay,
  compileFields,
  compileFilter,
  compileMapping,
  describeProblem,
  reasonOf,
  SyncError,
  type ExecutionReason,
  type Job,
  type Plan,
  type Trigger,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

interface PlainOnly {
  readonly preview?: boolean | undefined;
  readonly period?: Trigger['period'];
}

/** A job that cannot run says so at once, before a single provider call. */
export function findUnfitness(job: Job, { preview, period }: Trigger): ExecutionReason | undefined {
  try {
    if (job.definition.direction !== 'inbound') assertPlain({ preview, period });
    assertOutbound(job.definition);
    assertTwoWay(job.definition);
    const { mapping, filter, fields } = job.definition;
    compileMapping(mapping);
    compileFilter(filter);
    compileFields(fields);
    return undefined;
  } catch (error) {
    return reasonOf(describeProblem(error));
  }
}

/** Throws `config.outbound_unsupported` where a run that writes is to foresee what it does, or to go by a time of the provider. */
function assertPlain({ preview = false, period = null }: PlainOnly): void {
  if (!preview && period === null) return;
  const asked = preview ? 'a preview' : 'a time to read from or to';
  throw new SyncError('config.outbound_unsupported', `A run of a job that goes out has no ${asked}`);
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
