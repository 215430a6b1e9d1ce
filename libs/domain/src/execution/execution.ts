import type { ExecutionId, JobId, TenantId, TriggerId } from '../ids.js';
import type { Holder } from '../control/control.js';
import type { JobMode } from '../job/job-mode.js';
import type { TriggerKind } from '../trigger/trigger-kind.js';
import type { ExecutionPath } from '../dispatch/pace.js';
import type { Priority } from '../dispatch/priority.js';
import type { ExecutionPlan } from '../preview/plan.js';
import type { ExecutionReason } from './reason.js';
import type { ExecutionRetry } from './execution-retry.js';
import type { ExecutionStatus } from './status.js';
import type { Lane } from './lane.js';
import type { Phase } from './phase.js';
import type { Scope } from './scope.js';

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
  /** Why it reads that, where its job does not say so; absent or null: it does. */
  readonly scopeNote?: string | null;
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
