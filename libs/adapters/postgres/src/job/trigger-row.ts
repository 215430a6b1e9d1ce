import type { Period, Trigger, TriggerKind, TriggerState } from '@evenkeel/domain';
import type { StoredTrigger } from '@evenkeel/ports';
import { columnsOf, jsonOrNull } from '../table/columns.js';

export interface TriggerRow {
  id: string;
  job_id: string;
  kind: TriggerKind;
  actor: string;
  external_ids: string[] | null;
  delivery_ids: string[] | null;
  failure_ids: string[] | null;
  mode: Trigger['mode'];
  preview: boolean;
  plan_id: string | null;
  approval_id: string | null;
  period: Period | null;
  retry_of: string | null;
  asked: string | null;
  priority: NonNullable<Trigger['priority']> | null;
  state: TriggerState;
  execution_id: string | null;
  accepted_at: Date;
}

type Decided = 'state' | 'execution_id' | 'accepted_at';

/** What a trigger asks for; the other columns say what became of it. */
export const TRIGGER = columnsOf<Omit<TriggerRow, Decided>, Trigger>({
  id: ({ id }) => id,
  job_id: ({ jobId }) => jobId,
  kind: ({ kind }) => kind,
  actor: ({ actor }) => actor,
  external_ids: ({ externalIds }) => jsonOrNull(externalIds),
  delivery_ids: ({ deliveryIds }) => jsonOrNull(deliveryIds),
  failure_ids: ({ failureIds }) => jsonOrNull(failureIds),
  mode: ({ mode }) => mode,
  preview: ({ preview }) => preview ?? false,
  plan_id: ({ planId }) => planId ?? null,
  approval_id: ({ approvalId }) => approvalId ?? null,
  period: ({ period }) => jsonOrNull(period),
  retry_of: ({ retryOf }) => retryOf ?? null,
  asked: ({ asked }) => asked ?? null,
  priority: ({ priority }) => priority ?? null,
});

export const TRIGGER_COLUMNS = `${TRIGGER.list}, state, execution_id, accepted_at`;

export function triggerFromRow(row: TriggerRow): StoredTrigger {
  return {
    id: row.id,
    jobId: row.job_id,
    kind: row.kind,
    actor: row.actor,
    externalIds: row.external_ids,
    deliveryIds: row.delivery_ids,
    failureIds: row.failure_ids,
    mode: row.mode,
    preview: row.preview,
    planId: row.plan_id,
    approvalId: row.approval_id,
    period: row.period,
    retryOf: row.retry_of,
    asked: row.asked,
    priority: row.priority,
    state: row.state,
    executionId: row.execution_id,
    acceptedAt: row.accepted_at,
  };
}
