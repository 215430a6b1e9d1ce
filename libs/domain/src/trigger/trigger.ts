import type { InactivationApprovalId, ExecutionId, FailureId, JobId, PlanId, TriggerId } from '../ids.js';
import type { Period } from '../execution/scope.js';
import type { Priority } from '../dispatch/priority.js';
import type { JobMode } from '../job/job-mode.js';
import type { TriggerKind } from './trigger-kind.js';

/** What became of a request: it opened an execution, joined a queued one, or was skipped by the overlap policy. */
export const SETTLED_TRIGGER_STATES = ['opened', 'coalesced', 'skipped'] as const;
export const TRIGGER_STATES = ['accepted', ...SETTLED_TRIGGER_STATES] as const;
export type TriggerState = (typeof TRIGGER_STATES)[number];

/** A request to run a job. It is durable before anybody is told that it was accepted. */
export interface Trigger {
  readonly id: TriggerId;
  readonly jobId: JobId;
  readonly kind: TriggerKind;
  /** Who asked: a person, a schedule slot, a delivery id. */
  readonly actor: string;
  /** Named records only; null for the whole stream. */
  readonly externalIds: readonly string[] | null;
  /** Deliveries whose word of these records is taken as it stands; absent or null: none. */
  readonly deliveryIds?: readonly string[] | null;
  /** Only what failed before; absent or null for any other run. */
  readonly failureIds?: readonly FailureId[] | null;
  /** Overrides the job's mode for this run; null: as the job says. */
  readonly mode: JobMode | null;
  /** A plan is all that is wanted. */
  readonly preview?: boolean;
  /** Exactly this plan is to be carried out. */
  readonly planId?: PlanId | null;
  /** What was granted is to be carried out. */
  readonly approvalId?: InactivationApprovalId | null;
  /** The execution that this tries again. */
  readonly retryOf?: ExecutionId | null;
  /** Only what changed in this time. */
  readonly period?: Period | null;
  /** Whose turn comes when; absent or null: as its kind and its job say. */
  readonly priority?: Priority | null;
  /** A digest of the request that came with an Idempotency-Key, where the trigger does not say all of it. */
  readonly asked?: string | null;
}
