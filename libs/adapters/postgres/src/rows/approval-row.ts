import type { InactivationApproval, InactivationApprovalState } from '@evenkeel/domain';
import type { Value } from '../connection/session.js';

export interface ApprovalRow {
  id: string;
  tenant_id: string;
  job_id: string;
  execution_id: string;
  carried_out_by: string | null;
  state: InactivationApprovalState;
  candidates: number;
  active: number;
  ceiling: number;
  requested_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

export const APPROVAL_COLUMNS = `id, tenant_id, job_id, execution_id, carried_out_by, state, candidates, active, ceiling,
  requested_at, decided_at, decided_by, reason`;

export function approvalFromRow(row: ApprovalRow): InactivationApproval {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    jobId: row.job_id,
    executionId: row.execution_id,
    carriedOutBy: row.carried_out_by,
    state: row.state,
    candidates: row.candidates,
    active: row.active,
    ceiling: row.ceiling,
    requestedAt: row.requested_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
  };
}

export function approvalToRow(approval: InactivationApproval): Value[] {
  return [
    approval.id,
    approval.tenantId,
    approval.jobId,
    approval.executionId,
    approval.carriedOutBy,
    approval.state,
    approval.candidates,
    approval.active,
    approval.ceiling,
    approval.requestedAt,
    approval.decidedAt,
    approval.decidedBy,
    approval.reason,
  ];
}
