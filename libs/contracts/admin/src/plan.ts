import { BUCKETS, PLAN_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { derivedCounts } from './receipt.js';
import { count, countsOf } from './count.js';
import { jobAtRevision } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';
import { RUN_SCOPES } from './run.js';

const summary = {
  id: z.uuid().describe('Id of the plan.'),
  job: jobAtRevision.describe('The job, in the revision that the plan goes by.'),
  scope: z.enum(RUN_SCOPES).describe('What the run reads.'),
  state: z
    .enum(PLAN_STATES)
    .describe(
      '`making`: its listing is still read. `ready`: may be carried out. `awaiting_approval`: a run waits for a person to approve it. `failed`: the run that made it ended before it was made. `rejected` and `carried_out` are final.',
    ),
  expired: z.boolean().describe('It is older than 24 hours and can no longer be approved or carried out.'),
  createdAt: timeView.describe('When it was begun.'),
  expiresAt: timeView.describe('When it expires.'),
  counts: countsOf(BUCKETS, 'records are')
    .meta({ id: 'BucketCounts', description: 'Records by what would happen to them.' })
    .describe('Records by what would happen to them.'),
  providerCalls: count.describe('Calls that carrying it out takes.'),
} as const;

export const planSummary = z
  .object(summary)
  .meta({ id: 'PlanSummary', description: 'What a run would do, frozen.' });
export type PlanSummaryView = z.output<typeof planSummary>;
export const planList = listOf(planSummary, 'PlanList');

const planWarning = z
  .object({
    code: z.string().describe('Code of the error catalog.'),
    message: z.string().describe('What is odd about the plan.'),
  })
  .meta({
    id: 'PlanWarning',
    description: 'Something that a person should look at before it is carried out.',
  });

export const planView = z
  .object({
    ...summary,
    quotaSeconds: count
      .nullable()
      .describe(
        "Seconds that its calls take at least at the rate of the connection's quota; null without one.",
      ),
    executionId: z.uuid().describe('The execution that made it.'),
    carriedOutBy: z.uuid().nullable().describe('The execution that carries or carried it out; null: none.'),
    decidedBy: z.string().nullable().describe('Who approved or rejected it; null while none has.'),
    decidedAt: timeView.nullable().describe('When it was approved or rejected; null before.'),
    derived: derivedCounts
      .nullable()
      .describe('Records that would be made of parts of these; null where there are none.'),
    failure: z.string().nullable().describe('Why it could not be made; null where it could, or still may.'),
    warnings: z.array(planWarning).describe('What a person should look at; empty: nothing.'),
  })
  .meta({ id: 'Plan', description: 'What a run would do, frozen, and what became of it.' });
export type PlanView = z.output<typeof planView>;

const fieldChange = z
  .object({
    field: z.string().describe('Dotted path of the field.'),
    before: z
      .string()
      .nullable()
      .describe('JSON text of the value there is; null where the field is not there.'),
    after: z.string().nullable().describe('JSON text of the value to come; null where the field goes.'),
  })
  .meta({ id: 'FieldChange', description: 'What would happen to one field.' });

export const planChange = z
  .object({
    externalId: z.string().nullable().describe("The provider's id of the record; null where it sent none."),
    recordId: z
      .string()
      .nullable()
      .describe('Id of the record of the store, of a push and of a pair; null: it is not told.'),
    bucket: z.enum(BUCKETS).describe('What would happen to the record.'),
    fields: z
      .array(fieldChange)
      .describe(
        'Its fields that would change; of a pair those that are not the same on both sides, with what is here as before.',
      ),
    problem: problemView.nullable().describe('Why it could not be applied; null where it could.'),
  })
  .meta({ id: 'PlanChange', description: 'One of the first 1,000 changes of a plan, field by field.' });
export type PlanChangeView = z.output<typeof planChange>;
export const planChangeList = listOf(planChange, 'PlanChangeList');

export const planQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
});
