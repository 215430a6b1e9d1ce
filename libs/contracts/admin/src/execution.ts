import {
  CHUNK_STATES,
  DEAD_LETTER_STATES,
  ERROR_CLASSES,
  EXECUTION_STATUSES,
  HOLDERS,
  JOB_MODES,
  LANES,
  KEPT_VERDICTS,
  OUTCOMES,
  SLICE_KINDS,
  PATHS,
  PHASES,
  PRIORITIES,
  REASON_KINDS,
  TRIGGER_KINDS,
  EXECUTION_WAITINGS,
} from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';

const count = z.int().min(0);
const outcomeCounts = z.record(z.enum(OUTCOMES), count);

/** What the run is doing. An unknown total is null, never 0. */
export const progressView = z
  .object({
    phase: z.enum(PHASES),
    processed: count,
    total: count.nullable(),
    percentage: z.number().min(0).max(100).nullable(),
  })
  .meta({ id: 'Progress' });

/** Records that were active before and that the listing no longer had. */
export const closeOutView = z
  .object({
    /** False: the listing was not proven to be complete, so nothing was inactivated; `reason` says why. */
    complete: z.boolean(),
    reason: z.string().nullable(),
    candidates: count,
    inactivated: count,
    /** The others, by why they were kept. */
    kept: z.record(z.enum(KEPT_VERDICTS), count),
    /** What a person has to decide, or has decided, of those that were too many. */
    approvalId: z.uuid().nullable(),
  })
  .meta({ id: 'CloseOut' });
export type CloseOutView = z.output<typeof closeOutView>;

/** The counts of a run: those of its chunks while it goes on, its receipt once it has ended. */
export const receiptView = z
  .object({
    fetched: count,
    /** Taken from what was kept of records that had failed, or read once more because they failed in this run. */
    replayed: count,
    created: count,
    updated: count,
    skipped: count,
    failed: count,
    outcomes: outcomeCounts,
    /** Every record that was fetched or replayed has exactly one outcome. */
    balanced: z.boolean(),
    /** Beside the counts; null where no record could turn out to be gone, or the listing still goes on. */
    closeOut: closeOutView.nullable(),
  })
  .meta({ id: 'Receipt' });
export type ReceiptView = z.output<typeof receiptView>;

export const chunkView = z
  .object({
    ordinal: count,
    state: z.enum(CHUNK_STATES),
    epoch: count,
    attempt: count,
    slice: z.enum(SLICE_KINDS),
    /** What is in a range, in the connector's words, or which try a retry is; null for any other slice. */
    sliceLabel: z.string().nullable(),
    pagesApplied: count,
    fetched: count,
    replayed: count,
    outcomes: outcomeCounts,
    problem: problemView.nullable(),
  })
  .meta({ id: 'Chunk' });

const reasonView = z
  .object({
    kind: z.enum(REASON_KINDS),
    code: z.string().nullable(),
    message: z.string(),
    remedy: z.string().nullable(),
    /** Before this time trying again is of no use; left out: at any time. */
    until: timeView.optional(),
  })
  .meta({ id: 'Reason' });

const summary = {
  id: z.uuid(),
  job: z.object({ id: z.uuid(), name: z.string(), revision: z.int() }),
  trigger: z.object({ id: z.uuid(), kind: z.enum(TRIGGER_KINDS), actor: z.string() }),
  lane: z.enum(LANES),
  mode: z.enum(JOB_MODES),
  scope: z.enum(['full', 'incremental', 'partial', 'single', 'approval']),
  /** Why it reads that, where its job does not say so. */
  scopeNote: z.string().nullable(),
  priority: z.enum(PRIORITIES),
  /** How hard it presses, and why so. */
  path: z.object({ kind: z.enum(PATHS), why: z.string() }),
  status: z.enum(EXECUTION_STATUSES),
  /** True once nothing more will be written for it, unless it is resumed. */
  ended: z.boolean(),
  epoch: count,
  reason: reasonView.nullable(),
  requestedAt: timeView,
  startedAt: timeView.nullable(),
  finishedAt: timeView.nullable(),
  /** When it times out, as far as is known; null while its clock stands still. */
  deadline: timeView.nullable(),
  /** Who paused it: a person, its connection or the engine; else null. */
  heldBy: z.enum(HOLDERS).nullable(),
  /** What its parts wait for while it runs; where they wait for several things, the first of these. */
  waiting: z.enum(EXECUTION_WAITINGS),
  /** Until when nothing of it goes on, and what the provider said that asked for it; null: parts of it go on. */
  wait: z.object({ until: timeView, message: z.string() }).nullable(),
  /** From the start to the end, or until now. Null before the start. */
  durationMs: count.nullable(),
  /** Trying it again as a whole: which one it tries again, retries so far, when it is tried again itself, and
   * whether it is a dead letter because its retries are exhausted. */
  retry: z.object({
    of: z.uuid().nullable(),
    count,
    nextAttemptAt: timeView.nullable(),
    deadLetter: z.enum(DEAD_LETTER_STATES).nullable(),
    note: z.object({ actor: z.string(), reason: z.string() }).nullable(),
  }),
  progress: progressView,
  receipt: receiptView,
  /** The plan that it makes, waits for or carries out; null: none. */
  plan: z.object({ id: z.uuid(), kind: z.enum(['preview', 'approval', 'carry_out']) }).nullable(),
} as const;

export const executionSummary = z.object(summary).meta({ id: 'ExecutionSummary' });
export type ExecutionSummary = z.output<typeof executionSummary>;
export const executionList = listOf(executionSummary, 'ExecutionList');

/**
 * A job that a queued run waits for, and the status of its latest bulk run; null if it has none. Its own job where an earlier run of it is
 * under way: then with the id of that.
 */
const awaitedJob = z.object({
  name: z.string(),
  status: z.enum(EXECUTION_STATUSES).nullable(),
  executionId: z.uuid().nullable(),
});

export const executionView = z
  .object({
    ...summary,
    waitsFor: z.array(awaitedJob),
    /** What speaks against its having been given everything: then nothing is taken for gone and the watermark stays. */
    doubts: z.array(z.string()),
    chunks: z.array(chunkView),
  })
  .meta({ id: 'Execution' });
export type ExecutionView = z.output<typeof executionView>;

/**
 * `job`: only the executions of this job (id or name). `status`: only those of one of these, separated by commas. `deadLetters`:
 * only those that exhausted their retries.
 */
export const executionQuery = listQuery.extend({
  job: z.string().min(1).optional(),
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(EXECUTION_STATUSES)))
    .optional(),
  deadLetters: z.stringbool().optional(),
});

/** What happened to one record that was not simply created or found unchanged. */
export const recordOutcomeView = z
  .object({
    externalId: z.string().nullable(),
    outcome: z.string(),
    problem: problemView.nullable(),
    /** JSON text of the provider's record, where it could not be applied. */
    raw: z.string().nullable(),
  })
  .meta({ id: 'RecordOutcome' });
export const recordOutcomeList = listOf(recordOutcomeView, 'RecordOutcomeList');
export type RecordOutcomeView = z.output<typeof recordOutcomeView>;

/** Something that went wrong in a run, whatever became of it later. */
export const loggedErrorView = z
  .object({
    at: timeView,
    phase: z.enum(PHASES),
    /** Null where it was not about one record. */
    externalId: z.string().nullable(),
    class: z.enum(ERROR_CLASSES),
    code: z.string(),
    message: z.string(),
    /** Whether it was tried again, or could have been. */
    recoverable: z.boolean(),
    /** Which try it was. */
    attempt: count,
  })
  .meta({ id: 'LoggedError' });
export const loggedErrorList = listOf(loggedErrorView, 'LoggedErrorList');
export type LoggedErrorView = z.output<typeof loggedErrorView>;

/** Gives an execution up that would be tried again, or was for the last time. */
export const discardExecution = z
  .strictObject({ reason: z.string().min(1).max(1000) })
  .meta({ id: 'DiscardExecution' });
