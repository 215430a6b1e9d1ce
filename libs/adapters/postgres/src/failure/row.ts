import type {
  ErrorClass,
  RecordFailure,
  FailureEvent,
  FailureSave,
  FailureStage,
  FailureState,
  KnownFailure,
} from '@evenkeel/domain';
import type { TextRow } from '../database/session.js';
import { isoFromTimestamp } from '../record/reference-row.js';
import { arraysOf, bigints, jsonbs, texts, uuids } from '../table/array-columns.js';

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
  provider_version: string | null;
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

/** With the number of the set of what it waits for; 0: it waits for nothing. */
export type NumberedSave = FailureSave & { readonly waitsForSet: number };

/** What `failure_save` writes. Texts of a problem may come from a provider; the domain made them storable. */
export const FAILURE_SAVE = arraysOf<NumberedSave>({
  id: bigints(({ id }) => Number(id ?? 0)),
  key: texts(({ key }) => key),
  external_id: texts(({ externalId }) => externalId),
  raw: texts(({ payload }) => payload?.raw ?? null),
  payload_digest: texts(({ payload }) => payload?.digest ?? null),
  provider_version: texts(({ payload }) => payload?.version ?? null),
  modified_at: texts(({ payload }) => payload?.modifiedAt ?? null),
  state: texts(({ state }) => state),
  executions: bigints(({ executions }) => executions),
  last_execution_id: uuids(({ executionId }) => executionId.replaceAll('-', '')),
  stage: texts(({ stage }) => stage),
  error_class: texts(({ problem }) => problem.errorClass),
  code: texts(({ problem }) => problem.code),
  message: texts(({ problem }) => problem.message),
  remedy: texts(({ problem }) => problem.remedy),
  pattern: texts(({ pattern }) => pattern),
  group_key: texts(({ groupKey }) => groupKey),
  mapped: texts(({ mapped }) => mapped),
  observed_at: texts(({ observedAt }) => observedAt),
  first_failed_at: texts(({ firstFailedAt }) => firstFailedAt),
  last_failed_at: texts(({ lastFailedAt }) => lastFailedAt),
  history: jsonbs(({ history }) => JSON.stringify(history)),
  waits_for_set: bigints(({ waitsForSet }) => waitsForSet),
  waits_for_id: texts(({ waitsFor }) => waitsFor?.externalId ?? null),
  waits_as: texts(({ waitsFor }) => waitsFor?.name ?? null),
});
