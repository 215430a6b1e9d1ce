import type {
  DeadLetterState,
  Execution,
  ExecutionPath,
  ExecutionPlan,
  ExecutionReason,
  ExecutionStatus,
  Holder,
  JobMode,
  Lane,
  Phase,
  Priority,
  ExecutionRetry,
  Scope,
  TriggerKind,
} from '@evenkeel/domain';
import type { Value } from '../connection/session.js';

export interface ExecutionRow {
  id: string;
  tenant_id: string;
  job_id: string;
  job_revision: number;
  trigger_id: string;
  trigger_kind: TriggerKind;
  actor: string;
  lane: Lane;
  mode: JobMode;
  scope: Scope;
  status: ExecutionStatus;
  phase: Phase;
  epoch: number;
  reason: ExecutionReason | null;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  deadline: Date | null;
  clock_since: Date | null;
  time_left_ms: number | null;
  held_by: Holder | null;
  priority: Priority;
  path: ExecutionPath;
  expected: number | null;
  plan: ExecutionPlan | null;
  retry_of: string | null;
  retry_count: number;
  next_attempt_at: Date | null;
  dead_letter: DeadLetterState | null;
  dead_letter_note: ExecutionRetry['note'];
}

export const EXECUTION_COLUMNS = `id, tenant_id, job_id, job_revision, trigger_id, trigger_kind, actor, lane, mode,
  scope, status, phase, epoch, reason, requested_at, started_at, finished_at, deadline, clock_since,
  time_left_ms, held_by, priority, path, expected, plan, retry_of, retry_count,
  next_attempt_at, dead_letter, dead_letter_note`;

export function executionFromRow(row: ExecutionRow): Execution {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    jobId: row.job_id,
    jobRevision: row.job_revision,
    triggerId: row.trigger_id,
    triggerKind: row.trigger_kind,
    actor: row.actor,
    lane: row.lane,
    mode: row.mode,
    scope: row.scope,
    status: row.status,
    phase: row.phase,
    epoch: row.epoch,
    reason: row.reason,
    requestedAt: row.requested_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    deadline: row.deadline,
    clockSince: row.clock_since,
    timeLeftMs: row.time_left_ms,
    heldBy: row.held_by,
    priority: row.priority,
    path: row.path,
    expected: row.expected,
    plan: row.plan,
    retry: {
      of: row.retry_of,
      count: row.retry_count,
      nextAttemptAt: row.next_attempt_at,
      deadLetter: row.dead_letter,
      note: row.dead_letter_note,
    },
  };
}

export function executionToRow(execution: Execution): Value[] {
  return [
    execution.id,
    execution.tenantId,
    execution.jobId,
    execution.jobRevision,
    execution.triggerId,
    execution.triggerKind,
    execution.actor,
    execution.lane,
    execution.mode,
    JSON.stringify(execution.scope),
    execution.status,
    execution.phase,
    execution.epoch,
    execution.reason === null ? null : JSON.stringify(execution.reason),
    execution.requestedAt,
    execution.startedAt,
    execution.finishedAt,
    execution.deadline,
    execution.clockSince,
    execution.timeLeftMs,
    execution.heldBy,
    execution.priority,
    JSON.stringify(execution.path),
    execution.expected,
    execution.plan ? JSON.stringify(execution.plan) : null,
    execution.retry.of,
    execution.retry.count,
    execution.retry.nextAttemptAt,
    execution.retry.deadLetter,
    execution.retry.note === null ? null : JSON.stringify(execution.retry.note),
  ];
}
