import type { Plan, PlanState, PlanSummary, Scope, Slice } from '@evenkeel/domain';
import { columnsOf, json } from '../table/columns.js';

export interface PlanRow {
  id: string;
  tenant_id: string;
  job_id: string;
  job_revision: number;
  execution_id: string;
  carried_out_by: string | null;
  scope: Scope;
  slices: Slice[];
  state: PlanState;
  summary: PlanSummary;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Date;
  expires_at: Date;
}

export const PLAN = columnsOf<PlanRow, Plan>({
  id: ({ id }) => id,
  tenant_id: ({ tenantId }) => tenantId,
  job_id: ({ jobId }) => jobId,
  job_revision: ({ jobRevision }) => jobRevision,
  execution_id: ({ executionId }) => executionId,
  carried_out_by: ({ carriedOutBy }) => carriedOutBy,
  scope: ({ scope }) => json(scope),
  slices: ({ slices }) => json(slices),
  state: ({ state }) => state,
  summary: ({ summary }) => json(summary),
  decided_by: ({ decidedBy }) => decidedBy,
  decided_at: ({ decidedAt }) => decidedAt,
  created_at: ({ createdAt }) => createdAt,
  expires_at: ({ expiresAt }) => expiresAt,
});

export function planFromRow(row: PlanRow): Plan {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    jobId: row.job_id,
    jobRevision: row.job_revision,
    executionId: row.execution_id,
    carriedOutBy: row.carried_out_by,
    scope: row.scope,
    slices: row.slices,
    state: row.state,
    summary: row.summary,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
