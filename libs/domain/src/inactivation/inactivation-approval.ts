import type { InactivationApprovalId, ExecutionId, JobId, TenantId } from '../ids.js';

/**
 * `waiting`: for a person. `granted`: a run carries it out, as far as its candidates are still gone. `rejected`: they stay
 * as they are. `superseded`: a later listing was complete, and says itself what is gone, or none of them is to be gone any more.
 */
export const INACTIVATION_APPROVAL_STATES = ['waiting', 'granted', 'rejected', 'superseded'] as const;
export type InactivationApprovalState = (typeof INACTIVATION_APPROVAL_STATES)[number];

/** What a cause means, wherever code asks it something. */
export interface InactivationApprovalCauseMeaning {
  /** They are found one by one: what is found later joins those that wait, and is not the close-out of one execution. */
  readonly isJoined: boolean;
  /** Whether a later listing that is complete says itself what of them is gone. */
  readonly endsByListing: boolean;
  /** Where they would be gone: here they would be inactive, there they would be deleted, or put out of use, at the provider. */
  readonly side: 'here' | 'there';
}

/**
 * Why a person is asked. `not_listed`: more records are gone than a run may inactivate by itself. `endless_listing`: a listing that
 * was stopped because it did not end has created them. `announced`: one by one they were announced as gone, or gone when they were
 * asked for, and together they are more than a job may inactivate by itself. `deleted_there`: they were deleted here, and are more than a job may delete at the
 * provider by itself.
 */
export const INACTIVATION_APPROVAL_CAUSE_TABLE = {
  not_listed: { isJoined: false, endsByListing: true, side: 'here' },
  endless_listing: { isJoined: false, endsByListing: true, side: 'here' },
  announced: { isJoined: true, endsByListing: true, side: 'here' },
  deleted_there: { isJoined: true, endsByListing: false, side: 'there' },
} as const satisfies Record<string, InactivationApprovalCauseMeaning>;

export type InactivationApprovalCause = keyof typeof INACTIVATION_APPROVAL_CAUSE_TABLE;
export const INACTIVATION_APPROVAL_CAUSES = Object.keys(
  INACTIVATION_APPROVAL_CAUSE_TABLE,
) as readonly InactivationApprovalCause[];

export function approvalCausesThat(
  holds: (meaning: InactivationApprovalCauseMeaning) => boolean,
): readonly InactivationApprovalCause[] {
  return INACTIVATION_APPROVAL_CAUSES.filter((cause) => holds(INACTIVATION_APPROVAL_CAUSE_TABLE[cause]));
}

/** Records that would be inactivated, or deleted at the provider, if a person agrees. */
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

/** That waits for a person, and has no candidates yet. */
export function newInactivationApproval(
  of: Omit<
    InactivationApproval,
    'state' | 'candidates' | 'carriedOutBy' | 'decidedAt' | 'decidedBy' | 'reason'
  >,
): InactivationApproval {
  return {
    ...of,
    state: 'waiting',
    candidates: 0,
    carriedOutBy: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
  };
}
