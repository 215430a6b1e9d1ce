import type { InactivationApprovalId, ExecutionId, JobId, TenantId } from '../ids.js';

/**
 * `waiting`: for a person. `granted`: a run carries it out, as far as its candidates are still gone. `rejected`: they stay
 * as they are. `superseded`: a later listing was complete, and says itself what is gone.
 */
export const INACTIVATION_APPROVAL_STATES = ['waiting', 'granted', 'rejected', 'superseded'] as const;
export type InactivationApprovalState = (typeof INACTIVATION_APPROVAL_STATES)[number];

/**
 * Why a person is asked. `not_listed`: more records are gone than a run may inactivate by itself. `endless_listing`: a listing that
 * was stopped because it did not end has created them. `announced`: one by one they were announced as gone, or gone when they were
 * asked for, and together they are more than a job may inactivate by itself; later ones join those that wait.
 */
export const INACTIVATION_APPROVAL_CAUSES = ['not_listed', 'endless_listing', 'announced'] as const;
export type InactivationApprovalCause = (typeof INACTIVATION_APPROVAL_CAUSES)[number];

/** Records that would be inactivated if a person agrees. */
export interface InactivationApproval {
  readonly id: InactivationApprovalId;
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  /** The execution that found them. */
  readonly executionId: ExecutionId;
  readonly carriedOutBy: ExecutionId | null;
  readonly state: InactivationApprovalState;
  readonly cause: InactivationApprovalCause;
  readonly candidates: number;
  /** Records that were active when that run began, or when the first of them was announced. */
  readonly active: number;
  /** How many it might have inactivated by itself. */
  readonly ceiling: number;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}
