import type { Period, Trigger, TriggerKind, TriggerState } from '@evenkeel/domain';
import type { StoredTrigger } from '@evenkeel/ports';
import type { Value } from '../database/session.js';

export interface TriggerRow {
  id: string;
  job_id: string;
  kind: TriggerKind;
  actor: string;
  external_ids: string[] | null;
  failure_ids: string[] | null;
  mode: Trigger['mode'];
  preview: boolean;
  plan_id: string | null;
  approval_id: string | null;
  period: Period | null;
  retry_of: string | null;
  asked: string | null;
  state: TriggerState;
  execution_id: string | null;
  accepted_at: Date;
}

export const TRIGGER_COLUMNS = `id, job_id, kind, actor, external_ids, failure_ids, mode, preview, plan_id, approval_id, period, retry_of, asked, state,
  execution_id, accepted_at`;

export function triggerFromRow(row: TriggerRow): StoredTrigger {
  return {
    id: row.id,
    jobId: row.job_id,
    kind: row.kind,
    actor: row.actor,
    externalIds: row.external_ids,
    failureIds: row.failure_ids,
    mode: row.mode,
    preview: row.preview,
    planId: row.plan_id,
    approvalId: row.approval_id,
    period: row.period,
    retryOf: row.retry_of,
    asked: row.asked,
    state: row.state,
    executionId: row.execution_id,
    acceptedAt: row.accepted_at,
  };
}

export function triggerToRow(trigger: Trigger): Value[] {
  const {
    id,
    jobId,
    kind,
    actor,
    externalIds,
    failureIds,
    mode,
    preview,
    planId,
    approvalId,
    period,
    retryOf,
    asked,
  } = trigger;
  const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null);
  const named = [json(externalIds), json(failureIds)];
  return [
    id,
    jobId,
    kind,
    actor,
    ...named,
    mode,
    preview ?? false,
    planId ?? null,
    json(period),
    approvalId ?? null,
    retryOf ?? null,
    asked ?? null,
  ];
}
