import { FAILURE_STAGES, FAILURE_STATES, OPEN_FAILURE_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';
import { triggerView } from './run.js';

const summary = {
  /** A bigint as decimal text. */
  id: z.string(),
  job: z.object({ id: z.uuid(), name: z.string() }),
  /** Null where the provider sent none. */
  externalId: z.string().nullable(),
  state: z.enum(FAILURE_STATES),
  /** In how many executions it has failed since it was last well. */
  executions: z.int(),
  lastExecutionId: z.uuid(),
  stage: z.enum(FAILURE_STAGES),
  problem: problemView,
  /** Shared by all failures of one cause. */
  group: z.string(),
  /** Who changed its payload by hand; null while it is the provider's. */
  editedBy: z.string().nullable(),
  firstFailedAt: timeView,
  lastFailedAt: timeView,
} as const;

/** A record that a job could not apply. */
export const failureSummary = z.object(summary).meta({ id: 'FailureSummary' });
export type FailureSummary = z.output<typeof failureSummary>;
export const failureList = listOf(failureSummary, 'FailureList');

const failureEvent = z
  .object({
    kind: z.enum(['failed', 'resolved', 'retried', 'edited', 'discarded']),
    at: timeView,
    executionId: z.uuid().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    actor: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'FailureEvent' });

export const failureView = z
  .object({
    ...summary,
    /** JSON text of the provider's record; null where it gave none, or the record was applied since. */
    raw: z.string().nullable(),
    /** JSON text of what the mapping made of it, where it came so far. */
    mapped: z.string().nullable(),
    /** When the request that gave the payload began. */
    observedAt: timeView,
    history: z.array(failureEvent),
  })
  .meta({ id: 'Failure' });
export type FailureView = z.output<typeof failureView>;

/** `open`: those that are retrying or dead. */
export const FAILURE_QUERY_STATES = ['open', 'all', ...FAILURE_STATES] as const;

const filter = {
  job: z.string().min(1).optional(),
  state: z.enum(FAILURE_QUERY_STATES).default('open'),
  code: z.string().min(1).max(200).optional(),
  group: z.string().min(1).max(100).optional(),
} as const;

/** `job`: id or name. `group`: as the list of groups gives it. */
export const failureQuery = listQuery.extend(filter);
export type FailureQuery = z.output<typeof failureQuery>;

/** Open failures of one job that have one cause. */
export const failureGroupView = z
  .object({
    group: z.string(),
    job: z.object({ id: z.uuid(), name: z.string() }),
    code: z.string(),
    /** The message without what differs from record to record. */
    pattern: z.string(),
    retrying: z.int(),
    dead: z.int(),
    example: z.string(),
    remedy: z.string(),
    firstFailedAt: timeView,
    lastFailedAt: timeView,
  })
  .meta({ id: 'FailureGroup' });
export type FailureGroupView = z.output<typeof failureGroupView>;
export const failureGroupList = z
  .object({ items: z.array(failureGroupView) })
  .meta({ id: 'FailureGroupList' });
export type FailureGroupList = z.output<typeof failureGroupList>;

export const failureGroupQuery = z.object({ job: filter.job });

/** The id of a failure in a path. */
export const failureId = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be the id of a failure (a whole number)');

/** Which failures of one job are tried again: all open ones unless more is said. */
export const retryFailures = z
  .strictObject({
    job: z.string().min(1),
    state: z.enum(['open', ...OPEN_FAILURE_STATES]).default('open'),
    code: filter.code,
    group: filter.group,
  })
  .meta({ id: 'RetryFailures' });
export type RetryFailures = z.output<typeof retryFailures>;

/** The run that tries failures again. `executionId` of its trigger is null until the run is opened. */
export const retryView = z
  .object({
    trigger: triggerView,
    /** How many failures the run takes. */
    failures: z.int(),
    /** There are more than one run takes: ask again when it has ended. */
    more: z.boolean(),
  })
  .meta({ id: 'Retry' });
export type RetryView = z.output<typeof retryView>;

const PAYLOAD_LIMIT = 8 * 1024 * 1024;

/** Puts a payload in the place of the one that failed, and tries it. */
export const editFailure = z
  .strictObject({
    /** A JSON object as text: no number loses digits on its way. */
    raw: z.string().min(2).max(PAYLOAD_LIMIT),
    /** For a record that came without one. */
    externalId: z.string().min(1).max(500).optional(),
  })
  .meta({ id: 'EditFailure' });

export const discardFailure = z
  .strictObject({ reason: z.string().trim().min(1).max(500) })
  .meta({ id: 'DiscardFailure' });
