import { INACTIVATION_APPROVAL_CAUSES, INACTIVATION_APPROVAL_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { triggerView } from './run.js';

const count = z.int().min(0);

const summary = {
  id: z.uuid(),
  job: z.object({ id: z.uuid(), name: z.string() }),
  /** The execution that found or created the records. */
  executionId: z.uuid(),
  state: z.enum(INACTIVATION_APPROVAL_STATES),
  /**
   * Whether a complete listing no longer had them, one that was stopped because it did not end has created them, or they were announced as
   * gone one by one.
   */
  cause: z.enum(INACTIVATION_APPROVAL_CAUSES),
  /** Records that would be inactivated, of those that were active when that execution began. */
  candidates: count,
  active: count,
  /** How many it might have inactivated without asking. */
  ceiling: count,
  requestedAt: timeView,
  decidedAt: timeView.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  /** The execution that carries out what was granted. */
  carriedOutBy: z.uuid().nullable(),
} as const;

/** More records are gone than a run, or the runs of 24 hours, may inactivate by themselves: a person decides. */
export const inactivationApprovalSummary = z.object(summary).meta({ id: 'InactivationApprovalSummary' });
export type InactivationApprovalSummary = z.output<typeof inactivationApprovalSummary>;
export const inactivationApprovalList = listOf(inactivationApprovalSummary, 'InactivationApprovalList');

export const inactivationApprovalView = z
  .object({
    ...summary,
    /** External ids of some of the candidates. */
    examples: z.array(z.string()),
  })
  .meta({ id: 'InactivationApproval' });
export type InactivationApprovalView = z.output<typeof inactivationApprovalView>;

/** `job`: id or name. `state`: default those that wait. */
export const inactivationApprovalQuery = listQuery.extend({
  job: z.string().min(1).optional(),
  state: z.enum([...INACTIVATION_APPROVAL_STATES, 'all']).default('waiting'),
});
export type InactivationApprovalQuery = z.output<typeof inactivationApprovalQuery>;

/** The run that carries out what was granted; null where it was granted before. */
export const grantView = z
  .object({ approval: inactivationApprovalView, trigger: triggerView.nullable() })
  .meta({ id: 'Grant' });
export type GrantView = z.output<typeof grantView>;

export const rejectInactivationApproval = z
  .strictObject({ reason: z.string().trim().min(1).max(500) })
  .meta({ id: 'RejectInactivationApproval' });
