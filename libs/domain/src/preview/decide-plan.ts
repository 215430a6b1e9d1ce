import { SyncError } from '../errors/sync-error.js';
import type { Job } from '../job/job.js';
import type { Plan } from './plan.js';

export interface PlanDecision {
  readonly actor: string;
  readonly now: Date;
}

/** The plan as approved; the same plan if it is already. Throws `request.wrong_state` or `request.plan_expired`. */
export function approvePlan(plan: Plan, { actor, now }: PlanDecision): Plan {
  if (plan.state === 'approved') return plan;
  assertUndecided(plan, 'approved');
  assertAlive(plan, now);
  return { ...plan, state: 'approved', decidedBy: actor, decidedAt: now };
}

/** The plan as rejected, for good. Throws `request.wrong_state`. */
export function rejectPlan(plan: Plan, { actor, now }: PlanDecision): Plan {
  if (plan.state === 'rejected') return plan;
  if (plan.state === 'approved' && plan.carriedOutBy !== null) {
    throw refusal(
      `Plan ${plan.id} is being carried out by execution ${plan.carriedOutBy}: cancel that instead`,
    );
  }
  assertUndecided(plan, 'rejected');
  return { ...plan, state: 'rejected', decidedBy: actor, decidedAt: now };
}

/**
 * Throws unless a run of the job as it is now may carry the plan out: `request.wrong_state` with what would be allowed,
 * `request.plan_expired` when it is too old.
 */
export function assertMayCarryOut(
  plan: Plan,
  job: Pick<Job, 'id' | 'revision' | 'definition'>,
  now: Date,
): void {
  const { id, state } = plan;
  if (plan.jobId !== job.id) throw refusal(`Plan ${id} is one of another job`);
  if (state === 'making') throw refusal(`Plan ${id} is not made yet: see execution ${plan.executionId}`);
  if (state === 'failed') throw failed(plan);
  if (state === 'awaiting_approval') {
    throw refusal(
      `Execution ${plan.executionId} waits for plan ${id}: approve it with \`evenkeel plan approve ${id}\``,
    );
  }
  if (state === 'rejected' || state === 'carried_out') throw decided(plan);
  assertAlive(plan, now);
  if (plan.jobRevision !== job.revision) {
    const made = `made for revision ${plan.jobRevision} of the job, which is at ${job.revision} now`;
    throw refusal(`Plan ${id} was ${made}: make a new one`);
  }
  if (job.definition.requiresApproval && state !== 'approved') {
    throw refusal(`Runs of this job need an approval: \`evenkeel plan approve ${id}\` first`);
  }
}

export function isExpired({ expiresAt }: Pick<Plan, 'expiresAt'>, now: Date): boolean {
  return expiresAt <= now;
}

/** An approved plan may be decided anew. */
function assertUndecided(plan: Plan, wanted: string): void {
  if (plan.state === 'making') {
    throw refusal(
      `Plan ${plan.id} is not made yet, it cannot be ${wanted}: see execution ${plan.executionId}`,
    );
  }
  if (plan.state === 'failed') throw failed(plan);
  if (plan.state === 'rejected' || plan.state === 'carried_out') throw decided(plan);
}

function assertAlive(plan: Plan, now: Date): void {
  if (!isExpired(plan, now)) return;
  const since = plan.expiresAt.toISOString();
  throw new SyncError('request.plan_expired', `Plan ${plan.id} expired at ${since}`);
}

function failed({ id, executionId, summary }: Plan): SyncError {
  const why = summary.failure ?? 'its run ended before';
  return refusal(`Plan ${id} could not be made (${why}): see execution ${executionId}, then make a new one`);
}

function decided({ id, state, decidedBy, carriedOutBy }: Plan): SyncError {
  const how = state === 'rejected' ? `rejected by ${decidedBy}` : `carried out by execution ${carriedOutBy}`;
  return refusal(`Plan ${id} was ${how}: make a new one`);
}

function refusal(message: string): SyncError {
  return new SyncError('request.wrong_state', message);
}
