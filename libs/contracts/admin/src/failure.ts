import { FAILURE_STAGES, FAILURE_STATES, OPEN_FAILURE_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';
import { triggerView } from './run.js';

const summary = {
  id: z.string().describe('Id of the failure: a whole number as decimal text, for it may have 18 digits.'),
  job: jobReference.describe('The job that could not apply the record.'),
  externalId: z.string().nullable().describe("The provider's id of the record; null where it sent none."),
  state: z
    .enum(FAILURE_STATES)
    .describe(
      '`retrying`: runs try it again. `dead`: it failed in as many executions as its job allows and waits for a person. `discarded`: a person gave it up. `resolved`: it was applied since.',
    ),
  executions: count.describe('In how many executions it has failed since it was last well.'),
  lastExecutionId: z.uuid().describe('The execution in which it failed last.'),
  stage: z
    .enum(FAILURE_STAGES)
    .describe(
      '`read`: the provider would not give it. `map`: the mapping could not make it. `write`: the store refused it.',
    ),
  problem: problemView.describe('What went wrong the last time.'),
  group: z.string().describe('The same for all failures of one cause.'),
  editedBy: z
    .string()
    .nullable()
    .describe("Who changed its payload by hand; null while it is the provider's."),
  firstFailedAt: timeView.describe('When it failed first since it was last well.'),
  lastFailedAt: timeView.describe('When it failed last.'),
} as const;

export const failureSummary = z
  .object(summary)
  .meta({ id: 'FailureSummary', description: 'A record that a job could not apply.' });
export type FailureSummary = z.output<typeof failureSummary>;
export const failureList = listOf(failureSummary, 'FailureList');

const failureEvent = z
  .object({
    kind: z.enum(['failed', 'resolved', 'retried', 'edited', 'discarded']).describe('What happened to it.'),
    at: timeView.describe('When it happened.'),
    executionId: z.uuid().describe('The execution in which it happened, where it was one.').optional(),
    code: z.string().describe('Code of the error, where it failed.').optional(),
    message: z.string().describe('What went wrong, where it failed.').optional(),
    actor: z.string().describe('Who did it, where it was a person.').optional(),
    reason: z.string().describe('Why, as they said, where it was given up.').optional(),
  })
  .meta({ id: 'FailureEvent', description: 'One step in the history of a failure.' });

export const failureView = z
  .object({
    ...summary,
    raw: z
      .string()
      .nullable()
      .describe(
        "JSON text of the provider's record; null where it gave none, or the record was applied since.",
      ),
    mapped: z
      .string()
      .nullable()
      .describe('JSON text of what the mapping made of it; null where it came not so far.'),
    observedAt: timeView.describe('When the request that gave the payload began.'),
    history: z.array(failureEvent).describe('What happened to it, oldest first.'),
  })
  .meta({ id: 'Failure', description: 'A record that a job could not apply, with payload and history.' });
export type FailureView = z.output<typeof failureView>;

/** `open`: those that are retrying or dead. */
export const FAILURE_QUERY_STATES = ['open', 'all', ...FAILURE_STATES] as const;

const filter = {
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
  state: z
    .enum(FAILURE_QUERY_STATES)
    .describe('Only those in this state; `open`: retrying or dead.')
    .default('open'),
  code: z.string().min(1).max(200).describe('Only those with this error code.').optional(),
  group: z
    .string()
    .min(1)
    .max(100)
    .describe('Only those of this cause, as the list of groups gives it.')
    .optional(),
} as const;

export const failureQuery = listQuery.extend(filter);
export type FailureQuery = z.output<typeof failureQuery>;

export const failureGroupView = z
  .object({
    group: z.string().describe('What the failures have in common; `group` of other operations takes it.'),
    job: jobReference.describe('The job whose failures they are.'),
    code: z.string().describe('Code of their error.'),
    pattern: z.string().describe('Their message without what differs from record to record.'),
    retrying: count.describe('How many of them runs try again.'),
    dead: count.describe('How many of them wait for a person.'),
    example: z.string().describe('The whole message of one of them.'),
    remedy: z.string().describe('What a person can do about it.'),
    firstFailedAt: timeView.describe('When the first of them failed first.'),
    lastFailedAt: timeView.describe('When the last of them failed last.'),
  })
  .meta({ id: 'FailureGroup', description: 'Open failures of one job that have one cause.' });
export type FailureGroupView = z.output<typeof failureGroupView>;
export const failureGroupList = z
  .object({ items: z.array(failureGroupView).describe('The most frequent causes first, at most 200.') })
  .meta({ id: 'FailureGroupList', description: 'The causes of open failures.' });
export type FailureGroupList = z.output<typeof failureGroupList>;

export const failureGroupQuery = z.object({ job: filter.job });

/** The id of a failure in a path. */
export const failureId = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be the id of a failure (a whole number)');

export const retryFailures = z
  .strictObject({
    job: z.string().min(1).describe('The job (id or name) whose failures are tried again.'),
    state: z
      .enum(['open', ...OPEN_FAILURE_STATES])
      .describe('Only those in this state; `open`: retrying or dead.')
      .default('open'),
    code: filter.code,
    group: filter.group,
  })
  .meta({
    id: 'RetryFailures',
    description: 'Which failures of one job are tried again: all open ones unless more is said.',
  });
export type RetryFailures = z.output<typeof retryFailures>;

export const retryView = z
  .object({
    trigger: triggerView.describe('The request for the run; its `executionId` is null until it is opened.'),
    failures: count.describe('How many failures the run takes.'),
    more: z.boolean().describe('There are more than one run takes: ask again when it has ended.'),
  })
  .meta({ id: 'Retry', description: 'The run that tries failures again.' });
export type RetryView = z.output<typeof retryView>;

const PAYLOAD_LIMIT = 8 * 1024 * 1024;

export const editFailure = z
  .strictObject({
    raw: z
      .string()
      .min(2)
      .max(PAYLOAD_LIMIT)
      .describe('A JSON object as text, so that no number loses digits on its way.'),
    externalId: z
      .string()
      .min(1)
      .max(500)
      .describe("The provider's id, for a record that came without one. Left out: as it came.")
      .optional(),
  })
  .meta({ id: 'EditFailure', description: 'A payload in the place of the one that failed.' });

export const discardFailure = z
  .strictObject({
    reason: z.string().trim().min(1).max(500).describe('Why it is given up, for those who look later.'),
  })
  .meta({ id: 'DiscardFailure', description: 'Why a failure is given up.' });
