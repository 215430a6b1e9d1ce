import type { ExecutionId, JobId } from '../ids.js';
import type { FieldChange } from '../preview/diff-fields.js';

/** What can happen to a record, and what becomes of the failures of the job that brings it. */
export const RECORD_EVENT_KINDS = [
  'created',
  'changed',
  'reactivated',
  'inactivated',
  'failed',
  'resolved',
  'retried',
  'edited',
  'discarded',
  'merged',
  'unmerged',
  'erased',
  'unerased',
  'deleted',
  'restored',
] as const;
export type RecordEventKind = (typeof RECORD_EVENT_KINDS)[number];

/** By whom a record was changed: the job at the revision that its execution had, and the reference that it was read as. */
export interface RecordCause {
  readonly executionId: ExecutionId | null;
  /** Null: it is no longer known. */
  readonly job: { readonly id: JobId; readonly name: string; readonly revision: number | null } | null;
  readonly reference: ReferenceName | null;
}

/** By which id a record is known, and where. */
export interface ReferenceName {
  readonly connection: string;
  readonly stream: string;
  readonly externalId: string;
}

/** One thing that happened to a record. `at` is ISO 8601. */
export interface RecordEvent extends RecordCause {
  readonly kind: RecordEventKind;
  readonly at: string;
  /** Of the record from then on; null where its data stayed. */
  readonly version: number | null;
  readonly fields: readonly FieldChange[];
  /** How it was found to be gone, what went wrong, or who did it and why. */
  readonly detail: string | null;
}

/** Of what no run did, or none that is known. */
export const WITHOUT_CAUSE: RecordCause = { executionId: null, job: null, reference: null };
