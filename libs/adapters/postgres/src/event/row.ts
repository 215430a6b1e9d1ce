import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import type { EventType, JsonObject, KeptFact } from '@evenkeel/domain';

export const EVENT_COLUMNS = 'position, id, tenant_id, type, subject, sequence, job_id, data, at';

export interface EventRow {
  readonly position: string;
  readonly id: string;
  readonly tenant_id: string;
  readonly type: EventType;
  readonly subject: LifecycleEvent['subject'];
  readonly sequence: number;
  readonly job_id: string | null;
  readonly data: JsonObject;
  readonly at: Date;
}

export function eventFromRow(row: EventRow): LifecycleEvent {
  return {
    position: Number(row.position),
    id: row.id,
    tenantId: row.tenant_id,
    type: row.type,
    subject: row.subject,
    sequence: row.sequence,
    jobId: row.job_id,
    data: row.data,
    at: row.at.toISOString(),
  };
}

export interface FactRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: KeptFact['kind'];
  readonly facts: KeptFact['facts'];
  readonly at: Date;
}

export function factFromRow({ tenant_id: tenantId, kind, facts, at }: FactRow): KeptFact {
  // Rows are written by the triggers of migration 0069 and by `keep`: a spec holds each kind against its type.
  return { tenantId, kind, facts, at: at.toISOString() } as KeptFact;
}
