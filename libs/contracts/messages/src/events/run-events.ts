import { z } from 'zod';
import { lifecycleEvent } from './event-definition.js';
import { EXAMPLE_COUNTS, EXAMPLE_END, EXAMPLE_RUN } from './event-examples.js';
import { attemptPart, batchPart, endPart, runPart, statusPart } from './event-parts.js';

const moved = z.object({ ...runPart, ...statusPart });
const ended = z.object({ ...runPart, ...statusPart, ...endPart });
const running = { ...EXAMPLE_RUN, status: 'running', previousStatus: 'queued', epoch: 0 } as const;
const subject = 'executions';

/** The life of a run, in the order in which it passes. */
export const runEvents = [
  lifecycleEvent({
    type: 'sync.triggered',
    summary: 'A run was opened: it begins at once, or waits for its turn.',
    subject,
    data: z.object({
      ...runPart,
      attempt: attemptPart.attempt.describe('1 for the first run, one more for each that tries it again.'),
      retryOf: z.guid().nullable().describe('The run that it tries again; null: none.'),
    }),
    example: { ...EXAMPLE_RUN, attempt: 1, retryOf: null },
  }),
  lifecycleEvent({ type: 'sync.started', summary: 'A run began.', subject, data: moved, example: running }),
  lifecycleEvent({
    type: 'records.fetched',
    summary: 'A slice of the stream was read to its end.',
    subject,
    data: z.object({
      ...runPart,
      chunk: z.int().min(0).describe('The place of the slice in the run, from 0.'),
      fetched: z.int().min(0).describe('Records that were in it.'),
    }),
    example: { ...EXAMPLE_RUN, chunk: 0, fetched: 1_250 },
  }),
  lifecycleEvent({
    type: 'batch.processed',
    summary: 'A page of records was applied. Its counts are of this page alone.',
    subject,
    data: z.object({ ...runPart, ...batchPart }),
    example: { ...EXAMPLE_RUN, batch: { chunk: 0, page: 4, size: 100 }, ...EXAMPLE_COUNTS, durationMs: 310 },
  }),
  lifecycleEvent({
    type: 'retry.attempted',
    summary: 'What failed is tried again: records within the same run, or a whole run as a new one.',
    subject,
    data: z.discriminatedUnion('what', [
      z.object({ ...runPart, what: z.literal('records'), ...attemptPart, records: z.int().min(0) }),
      z.object({ ...runPart, what: z.literal('execution'), ...attemptPart, retryOf: z.guid() }),
    ]),
    example: { ...EXAMPLE_RUN, what: 'records', attempt: 2, records: 7 },
  }),
  lifecycleEvent({
    type: 'sync.paused',
    summary: 'A run was paused, by a person or because its connection or the engine is held.',
    subject,
    data: moved,
    example: { ...running, status: 'paused', previousStatus: 'running' },
  }),
  lifecycleEvent({
    type: 'sync.resumed',
    summary: 'A run goes on: after a pause, a decision, or its end.',
    subject,
    data: moved,
    example: { ...running, previousStatus: 'paused' },
  }),
  lifecycleEvent({
    type: 'sync.completed',
    summary: 'A run came to its end; `status` says whether records of it failed.',
    subject,
    data: ended,
    example: { ...running, status: 'completed_with_errors', previousStatus: 'running', reason: null, ...EXAMPLE_END },
  }),
  lifecycleEvent({
    type: 'sync.failed',
    summary: 'A run failed. Where `nextAttemptAt` is set it is tried again by itself.',
    subject,
    data: ended,
    example: {
      ...running,
      status: 'failed',
      previousStatus: 'running',
      reason: { kind: 'auth', code: 'provider.unauthorized' },
      ...EXAMPLE_END,
    },
  }),
  lifecycleEvent({
    type: 'sync.timed_out',
    summary: 'The time of a run was over before its end.',
    subject,
    data: ended,
    example: {
      ...running,
      status: 'timed_out',
      previousStatus: 'running',
      reason: { kind: 'timeout', code: 'run.timed_out' },
      ...EXAMPLE_END,
    },
  }),
  lifecycleEvent({
    type: 'sync.cancelled',
    summary: 'A run was cancelled: nothing more is written for it.',
    subject,
    data: ended,
    example: {
      ...running,
      status: 'cancelled',
      previousStatus: 'running',
      reason: { kind: 'user', code: null },
      ...EXAMPLE_END,
    },
  }),
] as const;
