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
import { columnsOf, json, jsonOrNull } from '../table/columns.js';

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
  scope_note: string | null;
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

export const EXECUTION = columnsOf<ExecutionRow, Execution>({
  id: ({ id }) => id,
  tenant_id: ({ tenantId }) => tenantId,
  job_id: ({ jobId }) => jobId,
  job_revision: ({ jobRevision }) => jobRevision,
  trigger_id: ({ triggerId }) => triggerId,
  trigger_kind: ({ triggerKind }) => triggerKind,
  actor: ({ actor }) => actor,
  lane: ({ lane }) => lane,
  mode: ({ mode }) => mode,
  scope: ({ scope }) => json(scope),
  scope_note: ({ scopeNote }) => scopeNote ?? null,
  status: ({ status }) => status,
  phase: ({ phase }) => phase,
  epoch: ({ epoch }) => epoch,
  reason: ({ reason }) => jsonOrNull(reason),
  requested_at: ({ requestedAt }) => requestedAt,
  started_at: ({ startedAt }) => startedAt,
  finished_at: ({ finishedAt }) => finishedAt,
  deadline: ({ deadline }) => deadline,
  clock_since: ({ clockSince }) => clockSince,
  time_left_ms: ({ timeLeftMs }) => timeLeftMs,
  held_by: ({ heldBy }) => heldBy,
  priority: ({ priority }) => priority,
  path: ({ path }) => json(path),
  expected: ({ expected }) => expected,
  plan: ({ plan }) => jsonOrNull(plan),
  retry_of: ({ retry }) => retry.of,
  retry_count: ({ retry }) => retry.count,
  next_attempt_at: ({ retry }) => retry.nextAttemptAt,
  dead_letter: ({ retry }) => retry.deadLetter,
  dead_letter_note: ({ retry }) => jsonOrNull(retry.note),
});

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
    scopeNote: row.scope_note,
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
