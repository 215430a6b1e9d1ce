import type { ExecutionId, FailureId } from '../ids.js';
import { IDS_PER_CHUNK } from '../chunk/plan-slices.js';
import type { Lane } from './lane.js';
import type { Period, Scope } from './scope.js';
import type { Job, OverlapPolicy } from '../job/job.js';
import type { JobMode } from '../job/job-mode.js';
import type { Trigger } from '../trigger/trigger.js';
import type { Watermark } from '../watermark/watermark.js';
import { readSince } from '../watermark/read-since.js';

export interface BulkExecutions {
  /** The bulk execution of the job that runs, is paused or waits for approval. */
  readonly active: ExecutionId | undefined;
  readonly queued: ExecutionId | undefined;
  /** A job that this one depends on has not completed its latest bulk execution. */
  readonly mustWait?: boolean;
}

export type Opening =
  | { readonly kind: 'open'; readonly lane: Lane; readonly status: 'running' | 'queued' }
  | { readonly kind: 'coalesce'; readonly into: ExecutionId }
  | { readonly kind: 'skip'; readonly activeRun: ExecutionId };

/**
 * What a trigger leads to. A run of named records goes beside whatever runs; a bulk run waits its turn, and at most one
 * waits: a further request would read the same data again, so it joins the one that waits. A preview writes nothing and
 * never waits; a plan is carried out at once or not at all. A bulk run also waits for the jobs that its job depends on.
 */
export function decideOpening(
  trigger: Pick<Trigger, 'externalIds' | 'failureIds' | 'preview' | 'planId'>,
  policy: OverlapPolicy,
  runs: BulkExecutions,
): Opening {
  const failed = trigger.failureIds ?? null;
  // Many at once are not to keep webhooks waiting.
  if (failed !== null && failed.length > IDS_PER_CHUNK)
    return { kind: 'open', lane: 'repair', status: 'running' };
  if (trigger.externalIds !== null || failed !== null)
    return { kind: 'open', lane: 'single', status: 'running' };
  if (trigger.preview === true) return { kind: 'open', lane: 'preview', status: 'running' };
  const isPlan = (trigger.planId ?? null) !== null;
  const inTheWay = runs.active ?? runs.queued;
  // Whatever runs before it would move what it foresees, and no other request can join it.
  if (isPlan && inTheWay !== undefined) return { kind: 'skip', activeRun: inTheWay };
  if (runs.queued !== undefined) return { kind: 'coalesce', into: runs.queued };
  if (runs.active === undefined) {
    return { kind: 'open', lane: 'bulk', status: runs.mustWait === true && !isPlan ? 'queued' : 'running' };
  }
  if (policy === 'skip') return { kind: 'skip', activeRun: runs.active };
  return { kind: 'open', lane: 'bulk', status: 'queued' };
}

/**
 * What a run reads. Without a watermark an incremental run has nothing to start from and reads everything. One that has
 * takes along what earlier runs left behind (`retrying`): the watermark has passed it.
 */
export function decideScope(
  job: Job,
  request: Pick<Trigger, 'externalIds' | 'failureIds' | 'period' | 'deliveryIds'> & {
    readonly mode: JobMode | null;
  },
  watermark: Watermark | undefined,
  retrying: readonly FailureId[] = [],
): Scope {
  if (request.failureIds) return { kind: 'partial', failureIds: request.failureIds };
  if (request.externalIds !== null) return single(request.externalIds, request.deliveryIds ?? []);
  if (request.period) return backfill(request.period);
  const mode = request.mode ?? job.definition.mode;
  if (mode === 'full' || watermark === undefined) return { kind: 'full' };
  const since = readSince(watermark, job.definition.overlapSeconds);
  return { kind: 'incremental', since, ...(retrying.length === 0 ? {} : { failureIds: retrying }) };
}

function single(externalIds: readonly string[], deliveryIds: readonly string[]): Scope {
  return { kind: 'single', externalIds, ...(deliveryIds.length === 0 ? {} : { deliveryIds }) };
}

function backfill(period: Period): Scope {
  const from = period.from ?? new Date(0).toISOString();
  return { kind: 'incremental', since: { kind: 'time', value: from }, backfill: period };
}
