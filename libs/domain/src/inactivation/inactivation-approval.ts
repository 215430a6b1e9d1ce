import type { InactivationApprovalId, ExecutionId, JobId, TenantId } from '../ids.js';

/**
 * `waiting`: for a person. `granted`: a run carries it out, as far as its candidates are still gone. `rejected`: they stay
 * as they are. `superseded`: a later listing was complete, and says itself what is gone.
 */
export const INACTIVATION_APPROVAL_STATES = ['waiting', 'granted', 'rejected', 'superseded'] as const;
export type InactivationApprovalState = (typeof INACTIVATION_APPROVAL_STATES)[number];

/** More records are gone than a run may inactivate by itself. */
export interface InactivationApproval {
  readonly id: InactivationApprovalId;
  readonly tenantId: TenantId;
  readonly jobId: JobId;
  /** The execution that found them. */
  readonly executionId: ExecutionId;
  readonly carriedOutBy: ExecutionId | null;
  /** Whether they were announced, or gone when they were asked for, one by one: then later ones join those that wait. */
  readonly announced: boolean;
  readonly state: InactivationApprovalState;
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
