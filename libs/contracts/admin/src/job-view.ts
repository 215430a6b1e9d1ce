import { EXECUTION_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { definition } from './job-definition.js';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf } from './list.js';
import { managedBy } from './managed.js';

const fullRunsView = z
  .object({
    deletionsLookedForAt: timeView
      .nullable()
      .describe(
        'When the latest run began whose listing was complete: what was deleted by then was found. Null: there was none.',
      ),
    everySeconds: z
      .int()
      .nullable()
      .describe('Seconds from one full run to the next; null: none is ever due, or each run is one.'),
    nextDueAt: timeView
      .nullable()
      .describe('When the next full run is due; null: never, or it is not known yet.'),
    note: z
      .string()
      .nullable()
      .describe('What becomes of one that is due, or why it does not begin; null: there is nothing to say.'),
  })
  .meta({ id: 'FullRuns', description: 'When a job that reads changes only reads everything.' });

const connectionReference = z
  .object({
    id: z.uuid().describe('Id of the connection.'),
    name: z.string().describe('Name of the connection.'),
  })
  .meta({ id: 'ConnectionReference', description: 'A connection, by id and name.' });

const lastRun = z
  .object({
    executionId: z.uuid().describe('Id of the execution.'),
    status: z.enum(EXECUTION_STATUSES).describe('What is the matter with it.'),
    startedAt: timeView.nullable().describe('When it began; null before.'),
    finishedAt: timeView.nullable().describe('When it ended; null before.'),
  })
  .meta({ id: 'LastRun', description: 'The newest execution of a job.' });

const skippedSlot = z
  .object({
    dueAt: timeView.describe('When it was due.'),
    reason: z.string().describe('Why no run began.'),
  })
  .meta({ id: 'SkippedSlot', description: 'A time of a schedule at which no run began.' });

export const jobView = z
  .object({
    id: z.uuid().describe('Id of the job.'),
    name: z.string().describe('Unique name of the job.'),
    connection: connectionReference.describe('The connection that is read.'),
    revision: z.int().describe('Which revision this is; `If-Match` takes it as an ETag.'),
    ...definition,
    dependsOn: z
      .array(jobReference)
      .describe('Jobs whose latest bulk run must have completed before one of this job begins.'),
    lastRun: lastRun.nullable().describe('The newest execution; null before the first.'),
    lastRunAt: timeView.nullable().describe('When the newest execution began; null before the first.'),
    lastStatus: z
      .enum(EXECUTION_STATUSES)
      .nullable()
      .describe('What became of the newest execution; null before the first.'),
    lastSuccessAt: timeView
      .nullable()
      .describe('When an execution of it completed last, without errors; null before the first.'),
    nextRunAt: timeView
      .nullable()
      .describe('When its schedule is due next; null without one, and while its connection needs attention.'),
    fullRuns: fullRunsView.describe('When it reads everything.'),
    skippedSlot: skippedSlot
      .nullable()
      .describe(
        'The latest time of its schedule, if no run began at it because the provider wanted to be left alone; else null.',
      ),
    removedAt: timeView
      .nullable()
      .describe('When it was removed; null: it is there. Of a removed job the history stays.'),
    managedBy,
  })
  .meta({ id: 'Job', description: 'What is to be synced, how, and how it went.' });
export type JobView = z.output<typeof jobView>;
export const jobList = listOf(jobView, 'JobList');
