import {
  EXECUTION_STATUSES,
  FULL_EVERY_WORDS,
  JOB_DEFAULTS,
  JOB_MODES,
  MISFIRE_POLICIES,
  OVERLAP_POLICIES,
  PATH_CHOICES,
  PRIORITIES,
  WRITE_POLICIES,
  type Filter,
} from '@evenkeel/domain';
import { z } from 'zod';
import { chosenName, jsonObject, jsonValue, timeView } from './json-object.js';
import { listOf } from './list.js';

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cron'),
    expression: z.string().min(1).max(200),
    timeZone: z.string().min(1).max(100).default('UTC'),
  }),
  z.strictObject({ kind: z.literal('interval'), everySeconds: z.int().min(1).max(31_536_000) }),
]);

/** How long an incremental job goes on before a run of it reads everything: `default` is a day, or never where its stream reports deletions. */
const fullEverySchema = z
  .union([z.enum(FULL_EVERY_WORDS), z.strictObject({ everySeconds: z.int().min(60).max(31_536_000) })])
  .meta({ id: 'FullEvery' });

/** When a job that reads changes only reads everything. */
export const fullRunsView = z
  .object({
    /** When the latest run began whose listing was complete: what was deleted by then was found. Null: there was none. */
    deletionsLookedForAt: timeView.nullable(),
    /** From one full run to the next; null: none is ever due, or each run is one. */
    everySeconds: z.int().nullable(),
    nextDueAt: timeView.nullable(),
    /** What becomes of one that is due, or why it does not begin; null: there is nothing to say. */
    note: z.string().nullable(),
  })
  .meta({ id: 'FullRuns' });

/** One field of the local record. Transforms are a name, or an object with a name and its settings. */
export const mappingRuleSchema = z
  .strictObject({
    source: z.string().min(1),
    target: z.string().min(1),
    transforms: z
      .array(z.union([z.string(), jsonObject.and(z.object({ name: z.string() }))]))
      .exactOptional(),
    required: z.boolean().exactOptional(),
    default: jsonValue.exactOptional(),
  })
  .meta({ id: 'MappingRule' });

/** Conditions on the provider's record, joined by `all`, `any` and `not`; what is wrong in it is named when it is compiled. */
export const filterSchema = (jsonObject as unknown as z.ZodType<Filter, Filter>).meta({ id: 'Filter' });

const contractLimits = {
  /** Of the records that the job wants. */
  maxRejectedPercent: z.number().min(0).max(100).nullable(),
  /** Read by a run of all records. */
  minRecords: z.int().min(0).max(1_000_000_000).nullable(),
  /** Read by any run of the stream. */
  maxRecords: z.int().min(0).max(1_000_000_000).nullable(),
} as const;

const definition = {
  stream: z.string().min(1).max(200),
  recordType: z.string().min(1).max(100),
  mode: z.enum(JOB_MODES).default(JOB_DEFAULTS.mode),
  schedule: scheduleSchema.nullable().default(JOB_DEFAULTS.schedule),
  fullEvery: fullEverySchema.default(JOB_DEFAULTS.fullEvery),
  webhook: z.boolean().default(JOB_DEFAULTS.webhook),
  filter: filterSchema.nullable().default(JOB_DEFAULTS.filter),
  /** Dotted paths of the fields that the mapping sees; empty: all. */
  fields: z.array(z.string().min(1).max(500)).max(1000).default([]),
  writePolicy: z.enum(WRITE_POLICIES).default(JOB_DEFAULTS.writePolicy),
  /** A bulk run makes its plan and waits until a person approves it. */
  requiresApproval: z.boolean().default(JOB_DEFAULTS.requiresApproval),
  mapping: z.array(mappingRuleSchema).max(1000).default([]),
  pageSize: z.int().min(1).max(10_000).nullable().default(JOB_DEFAULTS.pageSize),
  /** Records a slice should have where the connector can cut the stream by number. */
  chunkSize: z.int().min(100).max(50_000).default(JOB_DEFAULTS.chunkSize),
  priority: z.enum(PRIORITIES).default(JOB_DEFAULTS.priority),
  /** How hard a run presses; `auto` decides with each run and says why. */
  path: z.enum(PATH_CHOICES).default(JOB_DEFAULTS.path),
  /** The wait after a page before the next of its slice is asked for; null: what the path says. */
  delayBetweenBatchesMs: z.int().min(0).max(600_000).nullable().default(JOB_DEFAULTS.delayBetweenBatchesMs),
  timeoutMinutes: z.int().min(1).max(1440).default(JOB_DEFAULTS.timeoutMinutes),
  overlapSeconds: z.int().min(0).max(86_400).default(JOB_DEFAULTS.overlapSeconds),
  overlapPolicy: z.enum(OVERLAP_POLICIES).default(JOB_DEFAULTS.overlapPolicy),
  misfirePolicy: z.enum(MISFIRE_POLICIES).default(JOB_DEFAULTS.misfirePolicy),
  /** Executions a record may fail in before it is a dead letter. */
  deadLetterAfter: z.int().min(1).max(10).default(JOB_DEFAULTS.deadLetterAfter),
  /** A run that failed or timed out is tried again as a whole after 1, 2, 4 ... minutes, at most so often. */
  retryOnFailure: z.boolean().default(JOB_DEFAULTS.retryOnFailure),
  maxRetries: z.int().min(1).max(10).default(JOB_DEFAULTS.maxRetries),
  /** How many records one run may inactivate without asking: the larger of the two. */
  deleteCeiling: z
    .strictObject({
      percent: z.number().min(0).max(100).default(JOB_DEFAULTS.deleteCeiling.percent),
      records: z.int().min(0).max(1_000_000_000).default(JOB_DEFAULTS.deleteCeiling.records),
    })
    .default(JOB_DEFAULTS.deleteCeiling),
  /** Outside of it a run fails with reason `contract` and is not tried again; null: any. */
  contract: z
    .strictObject({
      maxRejectedPercent: contractLimits.maxRejectedPercent.default(null),
      minRecords: contractLimits.minRecords.default(null),
      maxRecords: contractLimits.maxRecords.default(null),
    })
    .default(JOB_DEFAULTS.contract),
} as const;

/** Adds a job: `connection` is an id or a name, everything that may be left out has a default. */
export const addJob = z
  .strictObject({
    name: chosenName,
    connection: z.string().min(1),
    ...definition,
    /** Names or ids of jobs whose latest bulk run must have completed before one of this job begins. */
    dependsOn: z.array(z.string().min(1)).max(50).default([]),
  })
  .meta({ id: 'AddJob' });

/** What a caller may write: fields with a default may be left out. */
export type AddJobRequest = z.input<typeof addJob>;

/** The same fields, but none is filled in where it is left out. */
function withoutDefaults<Fields extends Readonly<Record<string, z.ZodType>>>(fields: Fields) {
  const bare = Object.entries(fields).map(([name, field]) => [
    name,
    (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field).optional(),
  ]);
  return Object.fromEntries(bare) as {
    [Name in keyof Fields]: z.ZodOptional<
      Fields[Name] extends z.ZodDefault<infer Bare> ? Bare : Fields[Name]
    >;
  };
}

/** Changes a job: what is left out stays as it is. The next run goes by it, a running one by what it began with. */
export const changeJobRequest = z
  .strictObject({
    ...withoutDefaults(definition),
    name: chosenName.optional(),
    /** Names or ids; in place of those there were. */
    dependsOn: z.array(z.string().min(1)).max(50).optional(),
    deleteCeiling: z
      .strictObject({
        percent: z.number().min(0).max(100).optional(),
        records: z.int().min(0).max(1_000_000_000).optional(),
      })
      .optional(),
    contract: z.strictObject(contractLimits).partial().optional(),
    /** May be named, not changed: it is what references and watermark belong to, as stream and record type are. */
    connection: z.string().min(1).optional(),
  })
  .meta({ id: 'ChangeJob' });
export type ChangeJob = z.output<typeof changeJobRequest>;

export const removeJobQuery = z.object({
  /** Whether the references of its records are dropped too. */
  detach: z.stringbool().default(false),
});

export const jobRemovalView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    removedAt: timeView,
    /** Executions that were cancelled for it. */
    cancelled: z.int(),
    /** `dropping`: they go in the background, and their stream is free for another job once they are gone. */
    references: z.enum(['kept', 'dropping']),
  })
  .meta({ id: 'JobRemoval' });
export type JobRemovalView = z.output<typeof jobRemovalView>;

export const jobView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    connection: z.object({ id: z.uuid(), name: z.string() }),
    revision: z.int(),
    ...definition,
    dependsOn: z.array(z.object({ id: z.uuid(), name: z.string() })),
    /** The newest execution; null before the first. */
    lastRun: z
      .object({
        executionId: z.uuid(),
        status: z.enum(EXECUTION_STATUSES),
        startedAt: timeView.nullable(),
        finishedAt: timeView.nullable(),
      })
      .nullable(),
    /** When the newest execution began, and what became of it; null before the first. */
    lastRunAt: timeView.nullable(),
    lastStatus: z.enum(EXECUTION_STATUSES).nullable(),
    /** When an execution of it completed last, without errors. */
    lastSuccessAt: timeView.nullable(),
    /** When its schedule is due next; null without one, and while its connection needs attention. */
    nextRunAt: timeView.nullable(),
    fullRuns: fullRunsView,
    /** The latest slot of its schedule, if no run began at it because the provider wanted to be left alone. */
    skippedSlot: z.object({ dueAt: timeView, reason: z.string() }).nullable(),
    /** Null: it is there. Of a removed job the history stays. */
    removedAt: timeView.nullable(),
  })
  .meta({ id: 'Job' });
export type JobView = z.output<typeof jobView>;
export const jobList = listOf(jobView, 'JobList');
