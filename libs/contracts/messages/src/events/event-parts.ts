import {
  CONFLICT_KIND_NAMES,
  CONFLICT_STATES,
  ERROR_CLASSES,
  EXECUTION_STATUSES,
  INACTIVATION_APPROVAL_STATES,
  JOB_MODES,
  LANES,
  REASON_KINDS,
  SETTLED_TRIGGER_STATES,
  TRIGGER_KINDS,
} from '@evenkeel/domain';
import { z } from 'zod';

const count = z.int().min(0);
const time = z.iso.datetime({ offset: true });
const jobPart = z
  .object({ id: z.guid(), name: z.string().describe('As it was then.') })
  .describe('The job that it is about.');

/** What every event of a run says of it. */
export const runPart = {
  executionId: z.uuid().describe('The run.'),
  job: jobPart,
  lane: z
    .enum(LANES)
    .describe('Whether it is a run of the whole job, of single records, a preview or a repair.'),
  mode: z.enum(JOB_MODES).describe('What it reads: everything, or what changed.'),
  triggeredBy: z
    .object({
      id: z.guid().describe('The request for the run.'),
      kind: z.enum(TRIGGER_KINDS).describe('What asked for it.'),
      actor: z.string().describe('Who asked for it.'),
    })
    .describe('Why it runs.'),
};

export const statusPart = {
  status: z.enum(EXECUTION_STATUSES).describe('The status from now on.'),
  previousStatus: z.enum(EXECUTION_STATUSES).nullable().describe('The status before; null: the run is new.'),
  epoch: count.describe('Raised each time the run is taken up again after its end.'),
};

export const countsPart = {
  fetched: count.describe('Records that were read.'),
  processed: count.describe('Records of which it is decided what becomes of them.'),
  created: count.describe('Records that were new.'),
  updated: count.describe('Records that were changed.'),
  skipped: count.describe('Records that needed nothing, or were left alone.'),
  retried: count.describe('Tries that failed and were followed by another one.'),
  succeeded: count.describe('Processed records that did not fail.'),
  failed: count.describe('Records that could not be applied.'),
};

export const endPart = {
  reason: z
    .object({
      kind: z.enum(REASON_KINDS).describe('Why, in one word.'),
      code: z.string().nullable().describe('Of the list of errors; null: a person decided.'),
    })
    .nullable()
    .describe('Why it ended so; null: that needs no reason. Its text is shown with the execution.'),
  attempt: count.min(1).describe('1 for the first run, one more for each that tries it again.'),
  nextAttemptAt: time.nullable().describe('When it is tried again as a whole; null: it is not.'),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  durationMs: count.nullable().describe('From its start to its end; null: it never began.'),
  ...countsPart,
  balanced: z.boolean().describe('Whether each record that was read has one outcome.'),
};

export const attemptPart = {
  attempt: count.min(1).describe('2 for the first try after the one that failed.'),
};

export const batchPart = {
  batch: z
    .object({
      chunk: count.describe('The place of its slice of the stream in the run, from 0.'),
      page: count.describe('Its place in that slice, from 0.'),
      size: count.describe('Records in it.'),
    })
    .describe('Which page of records it was.'),
  ...countsPart,
  durationMs: count.describe('From the beginning of its request until it was applied.'),
};

export const inactivationPart = {
  what: z.literal('inactivation'),
  approvalId: z.guid(),
  cause: z.string().describe('Why a person is asked.'),
  candidates: count.describe('Records that would be inactivated.'),
  active: count.describe('Records that were active.'),
  ceiling: count.describe('How many may be without asking.'),
};
export const decisionPart = {
  decision: z.enum(INACTIVATION_APPROVAL_STATES).describe('What became of the question.'),
  decidedBy: z.string().nullable(),
};

export const conflictPart = {
  conflictId: z.guid(),
  job: jobPart,
  executionId: z.guid().nullable().describe('The run that found it; null: none did.'),
  recordId: z.string(),
  kind: z.enum(CONFLICT_KIND_NAMES).describe('What it is about.'),
  fields: z
    .array(z.string())
    .describe('Names of the contested fields. Their values are shown with the conflict.'),
  state: z.enum(CONFLICT_STATES),
  decidedBy: z.string().nullable().describe('Null: nothing decided it yet.'),
};

export const deadRecordPart = {
  what: z.literal('record'),
  executionId: z.guid(),
  job: jobPart,
  failureId: z.string(),
  externalId: z.string().nullable().describe('Its id at the provider; null: it has none.'),
  errorClass: z.enum(ERROR_CLASSES),
  code: z.string().describe('Of the list of errors.'),
  attempt: count.describe('Runs in which it failed.'),
};
export const deadRunPart = { what: z.literal('execution'), code: z.string().nullable(), ...attemptPart };

export const connectionPart = {
  connection: z.object({ id: z.guid(), name: z.string() }).describe('The connection that it is about.'),
};
export const jobChangePart = {
  job: jobPart,
  connectionId: z.guid(),
  revision: count.describe('From now on.'),
  change: z.enum(['added', 'changed', 'removed']),
  actor: z.string().nullable().describe('Who did it; null: see the job.'),
};

export const outsideTriggerPart = {
  id: z.string().describe('Under which it is listed.'),
  askedBy: z
    .object({ source: z.string(), id: z.string() })
    .nullable()
    .describe('`source` and `id` of the CloudEvent that asked; null: it could not be read.'),
  topic: z.string(),
  jobId: z.guid().nullable(),
  triggerIds: z
    .array(z.guid())
    .describe('Requests for runs that were made of it: `triggeredBy.id` of their events.'),
  code: z.string().nullable().describe('Why it was rejected, of the list of errors; null: it was not.'),
};

export const settledTriggerPart = {
  trigger: z
    .object({
      id: z.guid().describe('As in `triggerIds` of what was accepted, and in `triggeredBy.id` of the run.'),
      kind: z.enum(TRIGGER_KINDS).describe('What asked.'),
      actor: z.string().describe('Who asked.'),
    })
    .describe('The request for a run.'),
  job: jobPart,
  state: z
    .enum(SETTLED_TRIGGER_STATES)
    .describe(
      'Opened: a run of its own. Coalesced: it joined a run that had not begun, or that goes on. Skipped: nothing runs for it.',
    ),
  executionId: z
    .guid()
    .nullable()
    .describe(
      'That run, whose events say how it ends; of what was skipped, the run for which it was; null: there was nothing to do, or the job is removed.',
    ),
  askedBy: z
    .array(z.object({ source: z.string(), id: z.string() }))
    .describe(
      '`source` and `id` of the CloudEvents over Kafka that asked: what came within a quarter of a second may be one request.',
    ),
};
