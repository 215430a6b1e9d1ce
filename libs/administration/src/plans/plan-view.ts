import type { PlanChangeView, PlanSummaryView, PlanView } from '@evenkeel/contracts-admin';
import { isExpired, NO_BUCKETS, type Plan, type Rate } from '@evenkeel/domain';
import type { PlanChange } from '@evenkeel/ports';

export interface PlanFacts {
  readonly jobName: string;
  readonly now: Date;
}

export function planToSummary(plan: Plan, { jobName, now }: PlanFacts): PlanSummaryView {
  const { id, jobId, jobRevision, scope, state, createdAt, expiresAt, summary } = plan;
  return {
    id,
    job: { id: jobId, name: jobName, revision: jobRevision },
    scope: scope.kind,
    state,
    expired: state !== 'carried_out' && isExpired(plan, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    // Plans are kept as they were made, also those from before a bucket existed.
    counts: { ...NO_BUCKETS, ...summary.counts },
    providerCalls: summary.providerCalls,
  };
}

export function planToView(plan: Plan, facts: PlanFacts & { readonly rate: Rate | null }): PlanView {
  const { executionId, carriedOutBy, decidedBy, decidedAt, summary } = plan;
  return {
    ...planToSummary(plan, facts),
    quotaSeconds: quotaSeconds(summary.providerCalls, facts.rate),
    executionId,
    carriedOutBy,
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
    derived: summary.derived ?? null,
    failure: summary.failure ?? null,
    warnings: summary.warnings.map((warning) => ({ ...warning })),
  };
}

export function changeToView({ fields, ...change }: PlanChange): PlanChangeView {
  return { ...change, recordId: change.recordId ?? null, fields: fields.map((field) => ({ ...field })) };
}

/** How long the calls take at least at the rate that the provider allows; null where no rate is known. */
function quotaSeconds(calls: number, rate: Rate | null): number | null {
  return rate === null ? null : Math.ceil((calls * rate.perSeconds) / rate.calls);
}
