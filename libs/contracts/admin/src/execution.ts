import {
  DEAD_LETTER_STATES,
  EXECUTION_STATUSES,
  HOLDERS,
  JOB_MODES,
  LANES,
  PATHS,
  PRIORITIES,
  REASON_KINDS,
  TRIGGER_KINDS,
  EXECUTION_WAITINGS,
} from '@evenkeel/domain';
import { z } from 'zod';
import { chunkView } from './chunk.js';
import { count } from './count.js';
import { jobAtRevision } from './job-reference.js';
import { timeView } from './json-object.js';
import { flagInQuery, listOf, listQuery } from './list.js';
import { progressView, receiptView } from './receipt.js';
import { RUN_SCOPES } from './run.js';

const reasonView = z
  .object({
    kind: z.enum(REASON_KINDS).describe('Why, in one word for machines.'),
    code: z.string().nullable().describe('Code of the error catalog; null where it was no error.'),
    message: z.string().describe('Why, for people.'),
    remedy: z.string().nullable().describe('What a person can do about it; null: nothing is to be done.'),
    until: timeView.describe('Before this time trying again is of no use; left out: at any time.').optional(),
  })
  .meta({ id: 'Reason', description: 'Why an execution ended as it did, or does not go on.' });

const origin = z
  .object({
    id: z.uuid().describe('Id of the trigger.'),
    kind: z.enum(TRIGGER_KINDS).describe('What asked for the run.'),
    actor: z.string().describe('Who asked for it.'),
  })
  .meta({ id: 'TriggerReference', description: 'The request that a run was opened for.' });

const chosenPath = z
  .object({
    kind: z.enum(PATHS).describe('`primary`: as quick as the quota allows; `enterprise`: paced.'),
    why: z.string().describe('Why it was chosen, for people.'),
  })
  .meta({ id: 'ChosenPath', description: 'How hard a run presses.' });

const pauseOfProvider = z
  .object({
    until: timeView.describe('When it goes on.'),
    message: z.string().describe('What the provider said that asked for it.'),
  })
  .meta({ id: 'ProviderPause', description: 'A wait that a provider asked for.' });

const discardNote = z
  .object({
    actor: z.string().describe('Who gave it up.'),
    reason: z.string().describe('Why, as the person said.'),
  })
  .meta({ id: 'DiscardNote', description: 'Who gave an execution up, and why.' });

const retryOfExecution = z
  .object({
    of: z.uuid().nullable().describe('The execution that this one tries again; null where it is no retry.'),
    count: count.describe('Retries so far.'),
    nextAttemptAt: timeView
      .nullable()
      .describe('When it is tried again by itself; null where it is not going to be.'),
    deadLetter: z
      .enum(DEAD_LETTER_STATES)
      .nullable()
      .describe(
        'Its retries are exhausted: `dead` waits for a person, `retried` was tried again by one, `discarded` was given up, `resolved` was followed by a run that did what it should have done. Null: it is no dead letter.',
      ),
    note: discardNote.nullable().describe('Who gave it up, and why; null where it was not given up.'),
  })
  .meta({ id: 'ExecutionRetry', description: 'Trying an execution again as a whole.' });

const planReference = z
  .object({
    id: z.uuid().describe('Id of the plan.'),
    kind: z.enum(['preview', 'approval', 'carry_out']).describe('What the execution has to do with it.'),
  })
  .meta({ id: 'PlanReference', description: 'A plan that an execution makes, waits for or carries out.' });

const summary = {
  id: z.uuid().describe('Id of the execution.'),
  job: jobAtRevision.describe('The job, in the revision that the run goes by.'),
  trigger: origin.describe('What asked for the run.'),
  lane: z
    .enum(LANES)
    .describe(
      '`single` (named records), `preview` and `repair` (more than 100 records that failed or waited) run beside the one `bulk` run that a job may have.',
    ),
  mode: z.enum(JOB_MODES).describe('Whether everything is read, or what changed.'),
  scope: z
    .enum(RUN_SCOPES)
    .describe(
      'What it reads: `partial`: what earlier runs left behind; `single`: named records; `approval`: what was granted.',
    ),
  scopeNote: z.string().nullable().describe('Why it reads that, where its job does not say so; else null.'),
  priority: z.enum(PRIORITIES).describe('Which runs go first.'),
  path: chosenPath.describe('How hard it presses, and why so.'),
  status: z.enum(EXECUTION_STATUSES).describe('What is the matter with it.'),
  ended: z.boolean().describe('True once nothing more will be written for it, unless it is resumed.'),
  epoch: count.describe(
    'Raised by everything that takes the right to write away from workers: cancel, timeout, resume.',
  ),
  reason: reasonView.nullable().describe('Why it ended so, or does not go on; null: nothing is to be said.'),
  requestedAt: timeView.describe('When it was asked for.'),
  startedAt: timeView.nullable().describe('When it began; null before.'),
  finishedAt: timeView.nullable().describe('When it ended; null before.'),
  deadline: timeView
    .nullable()
    .describe('When it times out, as far as is known; null while its clock stands still.'),
  heldBy: z
    .enum(HOLDERS)
    .nullable()
    .describe('Who paused it: a person, its connection or the engine; else null.'),
  waiting: z
    .enum(EXECUTION_WAITINGS)
    .describe(
      'What its parts wait for while it runs; where they wait for several things, the first of these.',
    ),
  wait: pauseOfProvider
    .nullable()
    .describe('Until when nothing of it goes on, and what the provider said; null: parts of it go on.'),
  durationMs: count
    .nullable()
    .describe('Milliseconds from the start to the end, or until now; null before the start.'),
  retry: retryOfExecution.describe('Trying it again as a whole.'),
  progress: progressView.describe('How far it is.'),
  receipt: receiptView.describe('Its counts.'),
  plan: planReference.nullable().describe('The plan that it makes, waits for or carries out; null: none.'),
} as const;

export const executionSummary = z
  .object(summary)
  .meta({ id: 'ExecutionSummary', description: 'One run of a job.' });
export type ExecutionSummary = z.output<typeof executionSummary>;
export const executionList = listOf(executionSummary, 'ExecutionList');

const awaitedJob = z
  .object({
    name: z.string().describe('Name of the job.'),
    status: z
      .enum(EXECUTION_STATUSES)
      .nullable()
      .describe('Status of its latest bulk run; null if it has none.'),
    executionId: z
      .uuid()
      .nullable()
      .describe('The earlier run that is under way, where it is the own job of the queued run; else null.'),
  })
  .meta({ id: 'AwaitedJob', description: 'A job that a queued run waits for.' });

export const executionView = z
  .object({
    ...summary,
    waitsFor: z.array(awaitedJob).describe('The jobs that it waits for while it is queued.'),
    doubts: z
      .array(z.string())
      .describe(
        'What speaks against its having been given everything: then nothing is taken for gone and the watermark stays.',
      ),
    chunks: z.array(chunkView).describe('Its parts, in order.'),
  })
  .meta({ id: 'Execution', description: 'One run of a job with its parts.' });
export type ExecutionView = z.output<typeof executionView>;

/** As a regular expression: names of statuses, separated by commas. */
const STATUS_LIST = `^(${EXECUTION_STATUSES.join('|')})(,(${EXECUTION_STATUSES.join('|')}))*$`;

export const executionQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
  status: z
    .string()
    .meta({ pattern: STATUS_LIST })
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(EXECUTION_STATUSES)))
    .describe(`Only those of one of these statuses, separated by commas: ${EXECUTION_STATUSES.join(', ')}.`)
    .optional(),
  deadLetters: flagInQuery
    .describe('`true`: only those that exhausted their retries. `false` or left out: all.')
    .optional(),
});

export const discardExecution = z
  .strictObject({
    reason: z.string().min(1).max(1000).describe('Why it is given up, for those who look later.'),
  })
  .meta({
    id: 'DiscardExecution',
    description: 'Why an execution is given up that would be tried again, or was for the last time.',
  });
