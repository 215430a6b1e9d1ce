import type { Trigger, TriggerKind, TriggerState } from '@evenkeel/domain';
import type { StoredTrigger } from '@evenkeel/ports';
import type { Value } from '../connection/session.js';

export interface TriggerRow {
  id: string;
  job_id: string;
  kind: TriggerKind;
  actor: string;
  external_ids: string[] | null;
  failure_ids: string[] | null;
  mode: Trigger['mode'];
  state: TriggerState;
  execution_id: string | null;
  accepted_at: Date;
}

export const TRIGGER_COLUMNS =
  'id, job_id, kind, actor, external_ids, failure_ids, mode, state, execution_id, accepted_at';

export function triggerFromRow(row: TriggerRow): StoredTrigger {
  return {
    id: row.id,
    jobId: row.job_id,
    kind: row.kind,
    actor: row.actor,
    externalIds: row.external_ids,
    failureIds: row.failure_ids,
    mode: row.mode,
    state: row.state,
    executionId: row.execution_id,
    acceptedAt: row.accepted_at,
  };
}

export function triggerToRow({ id, jobId, kind, actor, externalIds, failureIds, mode }: Trigger): Value[] {
  const ids = (named: readonly string[] | null | undefined) => (named ? JSON.stringify(named) : null);
  return [id, jobId, kind, actor, ids(externalIds), ids(failureIds), mode];
}
