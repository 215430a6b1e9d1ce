import type { InactivationApproval, InactivationApprovalState } from '@evenkeel/domain';
import { columnsOf } from '../table/columns.js';

export interface InactivationApprovalRow {
  id: string;
  tenant_id: string;
  job_id: string;
  execution_id: string;
  carried_out_by: string | null;
  announced: boolean;
  state: InactivationApprovalState;
  candidates: number;
  active: number;
  ceiling: number;
  requested_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

export const APPROVAL = columnsOf<InactivationApprovalRow, InactivationApproval>({
  id: ({ id }) => id,
  tenant_id: ({ tenantId }) => tenantId,
  job_id: ({ jobId }) => jobId,
  execution_id: ({ executionId }) => executionId,
  carried_out_by: ({ carriedOutBy }) => carriedOutBy,
  announced: ({ announced }) => announced,
  state: ({ state }) => state,
  candidates: ({ candidates }) => candidates,
  active: ({ active }) => active,
  ceiling: ({ ceiling }) => ceiling,
  requested_at: ({ requestedAt }) => requestedAt,
  decided_at: ({ decidedAt }) => decidedAt,
  decided_by: ({ decidedBy }) => decidedBy,
  reason: ({ reason }) => reason,
});

export function approvalFromRow(row: InactivationApprovalRow): InactivationApproval {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    jobId: row.job_id,
    executionId: row.execution_id,
    carriedOutBy: row.carried_out_by,
    announced: row.announced,
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
