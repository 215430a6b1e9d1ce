import type { PlanId } from '../ids.js';
import type { Execution } from '../execution/execution.js';
import { NO_BUCKETS } from './bucket.js';
import { PLAN_LIFE_MS, type Plan } from './plan.js';

/** A plan as it is before its first page. */
export function startPlan(
  id: PlanId,
  { id: executionId, tenantId, jobId, jobRevision, scope }: Execution,
  now: Date,
): Plan {
  return {
    id,
    tenantId,
    jobId,
    jobRevision,
    executionId,
    carriedOutBy: null,
    scope,
    slices: [],
    state: 'making',
    summary: { counts: NO_BUCKETS, pages: 0, providerCalls: 0, warnings: [], bounds: [] },
    decidedBy: null,
    decidedAt: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + PLAN_LIFE_MS),
  };
}
