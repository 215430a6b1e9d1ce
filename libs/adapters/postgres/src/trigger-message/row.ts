import type { TriggerMessageState } from '@evenkeel/domain';
import type { StoredTriggerMessage } from '@evenkeel/ports';

export interface TriggerMessageRow extends Record<string, unknown> {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: string;
  readonly written_at: Date;
  readonly job_id: string | null;
  readonly source: string | null;
  readonly event_id: string | null;
  readonly type: string | null;
  readonly state: TriggerMessageState;
  readonly trigger_ids: string[];
  readonly code: string | null;
  readonly message: string | null;
  readonly received_at: Date;
}

export const TRIGGER_MESSAGE_COLUMNS = `id::text as id, topic, partition, position::text as position, written_at, job_id, source, event_id, type,
  state, trigger_ids, code, message, received_at`;

export function triggerMessageFromRow(row: TriggerMessageRow): StoredTriggerMessage {
  return {
    id: row.id,
    topic: row.topic,
    partition: row.partition,
    position: row.position,
    writtenAt: row.written_at,
    jobId: row.job_id,
    source: row.source,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    triggerIds: row.trigger_ids,
    code: row.code,
    message: row.message,
    receivedAt: row.received_at,
  };
}
