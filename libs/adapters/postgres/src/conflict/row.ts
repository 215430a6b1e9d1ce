import {
  canonicalText,
  isJsonObject,
  parseJson,
  type Conflict,
  type ConflictDecision,
  type ConflictEvent,
  type ConflictField,
  type ConflictKind,
  type ConflictState,
  type ConflictStrategyName,
  type JsonObject,
  type JsonValue,
  type Proposal,
} from '@evenkeel/domain';
import type { ListedConflict, SavedConflict, StoredConflict } from '@evenkeel/ports';

/** Of a conflict: it is open, or its decision is not carried out. As the indexes of the table have it. */
export const IS_LIVE = `state in ('open', 'proposing') or state = 'resolved' and not is_carried_out`;

export interface ConflictRow {
  id: string;
  job_id: string;
  record_id: string;
  reference_id: string;
  state: ConflictState;
  kind: ConflictKind;
  revision: number;
  fields: string;
  remote_version: string | null;
  policy: ConflictStrategyName;
  decision: string | null;
  taken_at: Date | null;
  is_carried_out: boolean;
  proposal: string | null;
  history: ConflictEvent[];
  opened_at: Date;
  changed_at: Date;
  resolved_at: Date | null;
}

/** JSON that holds values as text: numbers beyond 2^53 stay what they are. Of `conflict f`. */
export const CONFLICT_COLUMNS = `f.id, f.job_id, f.record_id::text as record_id, f.reference_id::text as reference_id, f.state, f.kind, f.revision,
  f.fields::text as fields, f.remote_version, f.policy, f.decision::text as decision, f.taken_at, f.is_carried_out, f.proposal::text as proposal,
  f.history, f.opened_at, f.changed_at, f.resolved_at`;

export interface ListedRow extends ConflictRow {
  job: string;
  record_type: string;
  connection: string;
  stream: string;
  external_id: string | null;
}

export function listedFromRow(row: ListedRow): ListedConflict {
  const { job, record_type: recordType, connection, stream, external_id: externalId } = row;
  return { ...conflictFromRow(row), job, recordType, connection, stream, externalId };
}

export function conflictFromRow(row: ConflictRow): StoredConflict {
  return {
    id: row.id,
    jobId: row.job_id,
    recordId: row.record_id,
    referenceId: row.reference_id,
    state: row.state,
    kind: row.kind,
    revision: row.revision,
    fields: (parseJson(row.fields) as readonly JsonObject[]).map(fieldFrom),
    remoteVersion: row.remote_version,
    policy: row.policy,
    decision: row.decision === null ? null : (parseJson(row.decision) as unknown as ConflictDecision),
    isTaken: row.taken_at !== null,
    takenAt: row.taken_at,
    isCarriedOut: row.is_carried_out,
    proposal: row.proposal === null ? null : (parseJson(row.proposal) as unknown as Proposal),
    history: row.history,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    resolvedAt: row.resolved_at,
  };
}

function fieldFrom(text: JsonObject): ConflictField {
  const { place, path, base, local, remote } = text as unknown as ConflictField;
  const pair = base && { local: base.local, remote: base.remote };
  return { place, path, base: pair, local, remote };
}

/** Of a statement that takes a list of them: JSON with values is text in it. */
export function rowOf({ id, jobId, referenceId, executionId, conflict, history }: SavedConflict) {
  const { state, kind, revision, fields, remoteVersion, policy, decision, isTaken, isCarriedOut } = conflict;
  return {
    ...{ id, job: jobId, reference: referenceId, state, kind, revision, policy },
    fields: textOf(fields),
    version: remoteVersion,
    execution: executionId ?? null,
    decision: decision === null ? null : textOf(decision),
    ...{ taken: isTaken, carried: isCarriedOut, history: JSON.stringify(history) },
  };
}

/** What is not there is left out. */
export function textOf(value: Conflict['fields'] | ConflictDecision | Proposal): string {
  return canonicalText(withoutUndefined(value) as JsonValue);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isJsonObject(value)) return value;
  const there = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(there.map(([name, inner]) => [name, withoutUndefined(inner)]));
}
