import {
  canonicalText,
  isJsonObject,
  parseJson,
  type Agreement,
  type IntentState,
  type JsonObject,
  type JsonValue,
  type PushedRecord,
  type WriteKind,
  type WriteResult,
} from '@evenkeel/domain';
import { agreementOf } from './open-write-row.js';
import type { StoredIntent } from '@evenkeel/ports';

export interface IntentRow {
  id: string;
  job_id: string;
  record_id: string;
  record_version: number;
  reference_id: string | null;
  external_id: string | null;
  kind: WriteKind;
  version: string | null;
  data: string;
  sent: string;
  agreed: string | null;
  decided_on: string | null;
  whole: string | null;
  call_key: string;
  call_position: number;
  state: IntentState;
  rounds: number;
  execution_id: string;
  chunk_id: string;
  planned_at: Date;
  sent_at: Date | null;
  absent_at: Date | null;
  answered_at: Date | null;
  applied_at: Date | null;
  result: string | null;
  settled_by: string | null;
  settled_for: string | null;
}

/** JSON as text: numbers beyond 2^53 stay what they are. Of `push_intent i`. */
export const INTENT_COLUMNS = `i.id, i.job_id, i.record_id::text as record_id, i.record_version, i.reference_id::text as reference_id,
  i.external_id, i.kind, i.version, i.data::text as data, i.sent::text as sent, i.agreed::text as agreed, i.decided_on::text as decided_on,
  i.whole::text as whole, i.call_key, i.call_position, i.state, i.rounds, i.execution_id,
  i.chunk_id, i.planned_at, i.sent_at, i.absent_at, i.answered_at, i.applied_at, i.result::text as result, i.settled_by, i.settled_for`;

export function intentFromRow(row: IntentRow): StoredIntent {
  const { id, kind, version } = row;
  return {
    id,
    jobId: row.job_id,
    recordId: row.record_id,
    recordVersion: row.record_version,
    referenceId: row.reference_id,
    operation: { intentId: id, kind, externalId: row.external_id, data: objectOf(row.data), version },
    sent: objectOf(row.sent),
    ...(row.whole !== null && { whole: objectOf(row.whole) }),
    ...(row.agreed !== null && { agreed: agreementOf(row.agreed) }),
    ...(row.decided_on !== null && { decidedOn: agreementOf(row.decided_on) }),
    call: { key: row.call_key, position: row.call_position },
    state: row.state,
    rounds: row.rounds,
    executionId: row.execution_id,
    chunkId: row.chunk_id,
    plannedAt: row.planned_at,
    sentAt: row.sent_at,
    absentAt: row.absent_at,
    answeredAt: row.answered_at,
    appliedAt: row.applied_at,
    result: row.result === null ? null : (parseJson(row.result) as unknown as WriteResult),
    settledBy: row.settled_by,
    settledFor: row.settled_for,
  };
}

export interface PushedRow {
  record_id: string;
  record_version: number;
  is_active: boolean;
  data: string;
  reference_id: string | null;
  external_id: string | null;
  provider_version: string | null;
  is_gone: boolean | null;
  sent: string | null;
  agreed: string | null;
  is_in_doubt: boolean;
  is_quarantined: boolean;
}

export function pushedFromRow(row: PushedRow): PushedRecord {
  const { reference_id: id, external_id: externalId } = row;
  const reference =
    id === null || externalId === null
      ? null
      : {
          id,
          externalId,
          version: row.provider_version,
          isInactive: row.is_gone === true,
          sent: row.sent === null ? null : objectOf(row.sent),
          agreement: row.agreed === null ? null : agreementOf(row.agreed),
        };
  return {
    recordId: row.record_id,
    version: row.record_version,
    isActive: row.is_active,
    data: objectOf(row.data),
    reference,
    isInDoubt: row.is_in_doubt,
    isQuarantined: row.is_quarantined,
  };
}

function objectOf(text: string): JsonObject {
  const value: JsonValue = parseJson(text);
  return isJsonObject(value) ? value : {};
}

/** Null: there is none. */
export function agreementText(agreement: Agreement | undefined): string | null {
  return agreement === undefined ? null : canonicalText(agreement as unknown as JsonValue);
}
