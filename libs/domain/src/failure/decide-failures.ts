import type { ExecutionId, FailureId } from '../ids.js';
import type { Problem } from '../errors/sync-error.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import {
  UNRESOLVED_FAILURE_STATES,
  type FailedPayload,
  type FailureEvent,
  type FailureStage,
  type FailureState,
  type KnownFailure,
  type WaitsFor,
} from './failure.js';

/** Older events are dropped, so that a record that fails for ever does not grow for ever. */
export const EVENTS_KEPT = 20;

export interface FailedRecord {
  readonly kind: 'failed';
  readonly key: string;
  readonly externalId: string | null;
  readonly observedAt: string;
  readonly stage: FailureStage;
  readonly problem: Problem;
  readonly pattern: string;
  readonly groupKey: string;
  /** Null where the provider gave nothing: what was kept before stays. */
  readonly payload: FailedPayload | null;
  readonly mapped: string | null;
  /** Set where nothing is wrong with it but that another record is not here yet. */
  readonly waitsFor?: WaitsFor;
}

export interface AppliedRecord {
  readonly kind: 'applied';
  readonly key: string;
  readonly observedAt: string;
}

export interface FailureSave extends Omit<FailedRecord, 'kind'> {
  /** Null: a new row. */
  readonly id: FailureId | null;
  readonly state: FailureState;
  readonly executions: number;
  readonly executionId: ExecutionId;
  readonly firstFailedAt: string;
  readonly lastFailedAt: string;
  readonly history: readonly FailureEvent[];
}

export interface FailureDecision {
  /** At most one a key. */
  readonly saves: readonly FailureSave[];
  readonly resolved: readonly FailureId[];
}

export interface FailureCircumstances {
  readonly executionId: ExecutionId;
  /** Executions a record may fail in before it is a dead letter. */
  readonly deadLetterAfter: number;
  /** ISO 8601. */
  readonly now: string;
}

/**
 * What the records of a group of pages mean for the failures of their job; `known` holds those that are kept for them. A
 * failure counts once an execution, however often that execution comes past it. What was observed earlier than the
 * failure proves nothing about it, neither that it is over nor what it looks like now.
 */
export function decideFailures(
  known: readonly KnownFailure[],
  records: readonly (FailedRecord | AppliedRecord)[],
  circumstances: FailureCircumstances,
): FailureDecision {
  const before = new Map(known.map((failure) => [failure.key, failure]));
  const last = new Map(records.map((record) => [record.key, record]));
  const saves: FailureSave[] = [];
  const resolved: FailureId[] = [];
  for (const record of last.values()) {
    const failure = before.get(record.key);
    if (record.kind === 'applied') {
      if (failure !== undefined && isOpen(failure) && record.observedAt >= failure.observedAt)
        resolved.push(failure.id);
    } else if (failure === undefined || record.observedAt >= failure.observedAt) {
      if (failure?.state === 'parked' && isGone(record)) {
        resolved.push(failure.id);
        continue;
      }
      const save = decideFailed(failure, record, circumstances);
      if (save !== undefined) saves.push(save);
    }
  }
  return { saves, resolved };
}

function decideFailed(
  failure: KnownFailure | undefined,
  { kind, ...record }: FailedRecord,
  { executionId, deadLetterAfter, now }: FailureCircumstances,
): FailureSave | undefined {
  if (failure?.state === 'discarded' && isSamePayload(failure, record)) return undefined;
  const goesOn = failure !== undefined && isOpen(failure) ? failure : undefined;
  const waits = record.waitsFor !== undefined;
  const isCounted = goesOn !== undefined && hasFailedIn(goesOn, executionId);
  const executions = (goesOn?.executions ?? 0) + (isCounted || waits ? 0 : 1);
  const { code, message } = record.problem;
  const event: FailureEvent = { kind, at: now, executionId, code, message };
  const history = failure?.history ?? [];
  return {
    ...record,
    // A later refusal does not make the kept payload any newer.
    observedAt: record.payload === null ? (failure?.observedAt ?? record.observedAt) : record.observedAt,
    id: failure?.id ?? null,
    state: waits ? stateOfWaiting(goesOn?.state) : stateAfter(goesOn?.state, executions, deadLetterAfter),
    executions,
    executionId,
    firstFailedAt: goesOn?.firstFailedAt ?? now,
    lastFailedAt: now,
    history: isCounted ? history : [...history, event].slice(-EVENTS_KEPT),
  };
}

/** What waited too long was told as a dead letter, and stays one while it waits on. */
function stateOfWaiting(state: FailureState | undefined): FailureState {
  return state === 'dead' ? 'dead' : 'parked';
}

/** What was never here and is gone at its provider needs nothing any more. */
function isGone({ problem }: FailedRecord): boolean {
  return problem.code === GONE;
}
const GONE: ErrorCode = 'provider.record_gone';

/** `dead` is left only by success or by a person, also where a job allows more executions later. */
export function stateAfter(
  state: FailureState | undefined,
  executions: number,
  deadLetterAfter: number,
): 'retrying' | 'dead' {
  return state === 'dead' || executions >= deadLetterAfter ? 'dead' : 'retrying';
}

export function isOpen({ state }: Pick<KnownFailure, 'state'>): boolean {
  return (UNRESOLVED_FAILURE_STATES as readonly FailureState[]).includes(state);
}

/** The person who discarded it judged this payload: another one is a new failure. */
function isSamePayload(failure: KnownFailure, { payload }: Pick<FailedRecord, 'payload'>): boolean {
  return payload === null || payload.digest === failure.payloadDigest;
}

function hasFailedIn({ lastExecutionId, history }: KnownFailure, executionId: ExecutionId): boolean {
  return (
    lastExecutionId === executionId ||
    history.some((event) => event.kind === 'failed' && event.executionId === executionId)
  );
}
