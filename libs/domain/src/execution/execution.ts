import type { InactivationApprovalId, ExecutionId, FailureId, JobId, TenantId, TriggerId } from '../ids.js';
import type { Holder } from '../control/control.js';
import type { JobMode } from '../job/job.js';
import type { TriggerKind } from '../trigger/trigger.js';
import type { Watermark } from '../watermark/watermark.js';
import type { ExecutionPath } from '../dispatch/pace.js';
import type { Priority } from '../dispatch/priority.js';
import type { ExecutionPlan } from '../preview/plan.js';
import type { ExecutionReason } from './reason.js';
import type { ExecutionRetry } from './execution-retry.js';
import type { ExecutionStatus } from './status.js';

/** `single` executions (named records) and previews run beside the one bulk execution a job may have. */
export const LANES = ['bulk', 'single', 'preview'] as const;
export type Lane = (typeof LANES)[number];

/** In the order in which a run passes them. */
export const PHASES = ['planning', 'fetching', 'applying', 'retrying', 'finalizing'] as const;
export type Phase = (typeof PHASES)[number];

/** The time that a backfill is about, ISO 8601 in UTC: changes not before `from` and not after `to`. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** What an execution reads. */
export type Scope =
  | { readonly kind: 'full' }
  | {
      readonly kind: 'incremental';
      readonly since: Watermark;
      /** Set where a person named the time: it says nothing of how far the job has read. */
      readonly backfill?: Period;
      /** Left behind by earlier runs and tried again beside what changed. */
      readonly failureIds?: readonly FailureId[];
    }
  /** Only records that earlier runs left behind. */
  | { readonly kind: 'partial'; readonly failureIds: readonly FailureId[] }
  | { readonly kind: 'single'; readonly externalIds: readonly string[] }
  /** Records that an earlier run found to be gone, and a person said that they may be inactivated. */
  | { readonly kind: 'approval'; readonly approvalId: InactivationApprovalId };

/** One run of a job. */
export interface Execution {
  readonly id: ExecutionId;
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  readonly jobRevision: number;
  readonly triggerId: TriggerId;
  readonly triggerKind: TriggerKind;
  readonly actor: string;
  readonly lane: Lane;
  readonly mode: JobMode;
  readonly scope: Scope;
  readonly priority: Priority;
  readonly path: ExecutionPath;
  /** Records it is to read, where that is known. */
  readonly expected: number | null;
  readonly status: ExecutionStatus;
  readonly phase: Phase;
  /** Raised by everything that takes the right to write away from those who have it: cancel, timeout, resume. */
  readonly epoch: number;
  readonly reason: ExecutionReason | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** When it times out, unless its clock stands still before; null while it does. */
  readonly deadline: Date | null;
  /** Since when its timeout clock runs; null while it stands still. */
  readonly clockSince: Date | null;
  /** What is left of its time while the clock stands still; else null. */
  readonly timeLeftMs: number | null;
  /** Who paused it; null where it is not paused. */
  readonly heldBy: Holder | null;
  readonly retry: ExecutionRetry;
  /** Absent or null: it has to do with none. */
  readonly plan?: ExecutionPlan | null;
}
