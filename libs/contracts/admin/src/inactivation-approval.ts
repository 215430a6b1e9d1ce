import { INACTIVATION_APPROVAL_CAUSES, INACTIVATION_APPROVAL_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { triggerView } from './run.js';

const summary = {
  id: z.uuid().describe('Id of the approval.'),
  job: jobReference.describe('The job whose records they are.'),
  executionId: z.uuid().describe('The execution that found or created the records.'),
  state: z
    .enum(INACTIVATION_APPROVAL_STATES)
    .describe(
      '`waiting`: for a person. `granted`: a run carries it out, as far as its records are still gone. `rejected`: they stay as they are. `superseded`: a later listing was complete, and says itself what is gone, or none of them is to be gone any more.',
    ),
  cause: z
    .enum(INACTIVATION_APPROVAL_CAUSES)
    .describe(
      '`not_listed`: a complete listing no longer had them. `endless_listing`: a listing that was stopped because it did not end has created them. `announced`: they were announced as gone one by one. `deleted_there`: they were deleted here, and would be deleted, or put out of use, at the provider.',
    ),
  candidates: count.describe('How many records would be inactivated, or deleted at the provider.'),
  active: count.describe(
    'How many records were active when that execution began, or when the first of them was found.',
  ),
  ceiling: count.describe('How many it might have inactivated without asking.'),
  requestedAt: timeView.describe('When a person was asked.'),
  decidedAt: timeView.nullable().describe('When it was decided; null while it waits.'),
  decidedBy: z
    .string()
    .nullable()
    .describe('Who decided it; null while it waits, or where it was superseded.'),
  reason: z.string().nullable().describe('Why it was rejected, as the person said; else null.'),
  carriedOutBy: z
    .uuid()
    .nullable()
    .describe('The execution that carries out what was granted; null until there is one.'),
} as const;

export const inactivationApprovalSummary = z.object(summary).meta({
  id: 'InactivationApprovalSummary',
  description:
    'More records are gone than a run, or the runs of 24 hours, may inactivate, or delete at the provider, by themselves: a person decides.',
});
export type InactivationApprovalSummary = z.output<typeof inactivationApprovalSummary>;
export const inactivationApprovalList = listOf(inactivationApprovalSummary, 'InactivationApprovalList');

export const inactivationApprovalView = z
  .object({
    ...summary,
    examples: z.array(z.string()).describe('External ids of some of the records.'),
  })
  .meta({ id: 'InactivationApproval', description: 'An approval, with some of its records.' });
export type InactivationApprovalView = z.output<typeof inactivationApprovalView>;

export const inactivationApprovalQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
  state: z
    .enum([...INACTIVATION_APPROVAL_STATES, 'all'])
    .describe('Only those in this state.')
    .default('waiting'),
});
export type InactivationApprovalQuery = z.output<typeof inactivationApprovalQuery>;

export const grantView = z
  .object({
    approval: inactivationApprovalView.describe('The approval as it is now.'),
    trigger: triggerView
      .nullable()
      .describe('The request for the run that carries it out; null where it was granted before.'),
  })
  .meta({ id: 'Grant', description: 'What granting an approval did.' });
export type GrantView = z.output<typeof grantView>;

export const rejectInactivationApproval = z
  .strictObject({
    reason: z.string().trim().min(1).max(500).describe('Why the records are kept, for those who look later.'),
  })
  .meta({ id: 'RejectInactivationApproval', description: 'Why an approval is rejected.' });
