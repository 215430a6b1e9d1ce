import { BUCKETS, PLAN_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';

const count = z.int().min(0);

const summary = {
  id: z.uuid(),
  job: z.object({ id: z.uuid(), name: z.string(), revision: z.int() }),
  scope: z.enum(['full', 'incremental', 'partial', 'single', 'approval']),
  state: z.enum(PLAN_STATES),
  /** It is older than 24 hours and can no longer be approved or carried out. */
  expired: z.boolean(),
  createdAt: timeView,
  expiresAt: timeView,
  /** Records by what would happen to them. */
  counts: z.record(z.enum(BUCKETS), count),
  /** Calls that carrying it out takes. */
  providerCalls: count,
} as const;

/** What a run would do, frozen. */
export const planSummary = z.object(summary).meta({ id: 'PlanSummary' });
export type PlanSummaryView = z.output<typeof planSummary>;
export const planList = listOf(planSummary, 'PlanList');

export const planView = z
  .object({
    ...summary,
    /** How long these calls take at least at the rate of the connection's quota; null without one. */
    quotaSeconds: count.nullable(),
    /** The execution that made it, and the one that carries or carried it out. */
    executionId: z.uuid(),
    carriedOutBy: z.uuid().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: timeView.nullable(),
    /** Why it could not be made; null where it could, or still may. */
    failure: z.string().nullable(),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.output<typeof planView>;

/** One of the first 1,000 changes, field by field; values are JSON text, null where the field is not there. */
export const planChange = z
  .object({
    externalId: z.string().nullable(),
    bucket: z.enum(BUCKETS),
    fields: z.array(
      z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    problem: problemView.nullable(),
  })
  .meta({ id: 'PlanChange' });
export type PlanChangeView = z.output<typeof planChange>;
export const planChangeList = listOf(planChange, 'PlanChangeList');

export const planQuery = listQuery.extend({ job: z.string().min(1).optional() });
