import type { ReferenceSet } from '../record/reference.js';
import type { Version } from '../record/version.js';
import type { ExecutionId, FailureId, JobId } from '../ids.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';

/** A bigint as decimal text. */
/**
 * `parked`: waits for another record, and is tried again once that is here. `retrying`: runs try it again. `dead`: it failed in as many executions as its job allows and waits for a person.
 * `discarded`: a person gave it up. `resolved`: it was applied since.
 */
export const FAILURE_STATES = ['retrying', 'dead', 'discarded', 'resolved', 'parked'] as const;
export type FailureState = (typeof FAILURE_STATES)[number];

export const OPEN_FAILURE_STATES = ['retrying', 'dead'] as const satisfies readonly FailureState[];
/** Those that are closed once the record is applied. */
export const UNRESOLVED_FAILURE_STATES = [
  'retrying',
  'dead',
  'parked',
] as const satisfies readonly FailureState[];

/**
 * What no run tries again by itself: the provider has just said that there is nothing to read, or another entry has the id.
 * Should the record come back, or come alone, a listing brings it.
 */
export const NOT_TRIED_UNASKED = [
  'provider.record_gone',
  'provider.record_not_readable',
  'record.id_taken',
] as const satisfies readonly ErrorCode[];

/** Where on its way a record failed: the provider would not give it, the mapping could not make it, it breaks its schema, the store refused it. */
export const FAILURE_STAGES = ['read', 'map', 'validation', 'write'] as const;
export type FailureStage = (typeof FAILURE_STAGES)[number];

/** One line of what became of a failure. Times are ISO 8601. */
export type FailureEvent =
  | {
      readonly kind: 'failed';
      readonly at: string;
      readonly executionId: ExecutionId;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'resolved'; readonly at: string; readonly executionId: ExecutionId }
  | { readonly kind: 'retried' | 'edited'; readonly at: string; readonly actor: string }
  | { readonly kind: 'discarded'; readonly at: string; readonly actor: string; readonly reason: string };

/** What the provider gave, as far as a later replay needs it. */
export interface FailedPayload {
  /** JSON text. */
  readonly raw: string;
  readonly digest: string;
  readonly version: Version | null;
  readonly modifiedAt: string | null;
}

/** The record for which a parked one waits: what has this external id in this set. */
export interface WaitsFor {
  /** Name of the link. */
  readonly name: string;
  readonly to: ReferenceSet;
  readonly externalId: string;
}

/** What is remembered of a failure when its record comes by again. */
export interface KnownFailure {
  readonly id: FailureId;
  readonly key: string;
  readonly state: FailureState;
  readonly executions: number;
  readonly lastExecutionId: ExecutionId;
  readonly payloadDigest: string | null;
  /** When the request that gave its payload began, ISO 8601. */
  readonly observedAt: string;
  readonly firstFailedAt: string;
  readonly history: readonly FailureEvent[];
}

/** A record that a job could not apply, kept whole with its reason. */
export interface RecordFailure extends KnownFailure {
  readonly jobId: JobId;
  readonly externalId: string | null;
  readonly stage: FailureStage;
  readonly problem: Problem;
  readonly pattern: string;
  readonly groupKey: string;
  readonly raw: string | null;
  /** JSON text of what the mapping made of it, where it came so far. */
  readonly mapped: string | null;
  readonly version: Version | null;
  readonly modifiedAt: string | null;
  /** Who changed its payload by hand; null while it is the provider's. */
  readonly editedBy: string | null;
  readonly lastFailedAt: string;
}
