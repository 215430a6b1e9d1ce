import type {
  ErrorClass,
  RecordFailure,
  FailureEvent,
  FailureSave,
  FailureStage,
  FailureState,
  KnownFailure,
} from '@evenkeel/domain';
import { bigintArray, jsonbArray, textArray, uuidArray } from '../database/binary-array.js';
import type { TextRow, Value } from '../database/session.js';
import { isoFromTimestamp } from '../record/reference-row.js';

export interface FailureRow {
  id: string;
  job_id: string;
  key: string;
  external_id: string | null;
  state: FailureState;
  executions: number;
  last_execution_id: string;
  stage: FailureStage;
  error_class: ErrorClass;
  code: string;
  message: string;
  remedy: string;
  pattern: string;
  group_key: string;
  raw: string | null;
  mapped: string | null;
  payload_digest: string | null;
  provider_version: number | null;
  modified_at: string | null;
  observed_at: Date;
  edited_by: string | null;
  first_failed_at: Date;
  last_failed_at: Date;
  history: FailureEvent[];
}

export function failureFromRow(row: FailureRow): RecordFailure {
  const { code, error_class: errorClass, message, remedy } = row;
  return {
    id: row.id,
    jobId: row.job_id,
    key: row.key,
    externalId: row.external_id,
    state: row.state,
    executions: row.executions,
    lastExecutionId: row.last_execution_id,
    stage: row.stage,
    problem: { code, errorClass, message, remedy },
    pattern: row.pattern,
    groupKey: row.group_key,
    raw: row.raw,
    mapped: row.mapped,
    payloadDigest: row.payload_digest,
    version: row.provider_version,
    modifiedAt: row.modified_at,
    observedAt: row.observed_at.toISOString(),
    editedBy: row.edited_by,
    firstFailedAt: row.first_failed_at.toISOString(),
    lastFailedAt: row.last_failed_at.toISOString(),
    history: row.history,
  };
}

/** A row of `failure_lock`. */
export function knownFailureFromRow(row: TextRow): KnownFailure {
  const [id, key, state, executions, lastExecutionId, , observedAt, firstFailedAt, history] =
    row as readonly string[];
  return {
    id: id!,
    key: key!,
    state: state as FailureState,
    executions: Number(executions),
    lastExecutionId: lastExecutionId!,
    payloadDigest: row[5] ?? null,
    observedAt: isoFromTimestamp(observedAt!),
    firstFailedAt: isoFromTimestamp(firstFailedAt!),
    history: JSON.parse(history!) as FailureEvent[],
  };
}

/** Parameters $2 to $23 of `failure_save`. Texts of a problem may come from a provider; the domain made them storable. */
export function savesToArrays(saves: readonly FailureSave[]): Value[] {
  const texts = (value: (save: FailureSave) => string | null) => textArray(saves.map(value));
  return [
    bigintArray(saves.map(({ id }) => Number(id ?? 0))),
    texts(({ key }) => key),
    texts(({ externalId }) => externalId),
    texts(({ payload }) => payload?.raw ?? null),
    texts(({ payload }) => payload?.digest ?? null),
    texts(({ payload }) => (payload?.version == null ? null : String(payload.version))),
    texts(({ payload }) => payload?.modifiedAt ?? null),
    texts(({ state }) => state),
    bigintArray(saves.map(({ executions }) => executions)),
    uuidArray(saves.map(({ executionId }) => executionId.replaceAll('-', ''))),
    texts(({ stage }) => stage),
    texts(({ problem }) => problem.errorClass),
    texts(({ problem }) => problem.code),
    texts(({ problem }) => problem.message),
    texts(({ problem }) => problem.remedy),
    texts(({ pattern }) => pattern),
    texts(({ groupKey }) => groupKey),
    texts(({ mapped }) => mapped),
    texts(({ observedAt }) => observedAt),
    texts(({ firstFailedAt }) => firstFailedAt),
    texts(({ lastFailedAt }) => lastFailedAt),
    jsonbArray(saves.map(({ history }) => JSON.stringify(history))),
  ];
}
