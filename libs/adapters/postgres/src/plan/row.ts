import type { Plan, PlanState, PlanSummary, Scope, Slice } from '@evenkeel/domain';
import type { Value } from '../database/session.js';

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

export const PLAN_COLUMNS = `id, tenant_id, job_id, job_revision, execution_id, carried_out_by, scope, slices, state,
  summary, decided_by, decided_at, created_at, expires_at`;

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

export function planToRow(plan: Plan): Value[] {
  return [
    plan.id,
    plan.tenantId,
    plan.jobId,
    plan.jobRevision,
    plan.executionId,
    plan.carriedOutBy,
    JSON.stringify(plan.scope),
    JSON.stringify(plan.slices),
    plan.state,
    JSON.stringify(plan.summary),
    plan.decidedBy,
    plan.decidedAt,
    plan.createdAt,
    plan.expiresAt,
  ];
}
