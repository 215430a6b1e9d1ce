import type { FailureEvent, RecordFailure } from '../failure/failure.js';
import type { ExecutionId, JobId } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { SensitiveFields } from '../sensitive/sensitive-fields.js';
import { diffFields, type FieldChange } from '../preview/diff-fields.js';

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

/** A change as the journal keeps it: what the record was before. */
export interface JournaledChange extends RecordCause {
  readonly at: string;
  readonly versionBefore: number;
  readonly before: JsonObject;
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

/** What is known of a record and of what happened to it. */
export interface RecordHistory {
  readonly createdAt: string;
  readonly version: number;
  readonly data: JsonObject;
  readonly references: readonly (ReferenceName & {
    readonly inactiveAt: string | null;
    readonly inactiveCause: string | null;
    readonly inactiveBy: ExecutionId | null;
  })[];
  /** The newest first. */
  readonly changes: readonly JournaledChange[];
  /** Whether `changes` begin with the first one. */
  readonly isWhole: boolean;
  /** Fields whose values are not told. */
  readonly sensitive: SensitiveFields;
  readonly failures: readonly {
    readonly failure: Pick<RecordFailure, 'history' | 'jobId'>;
    readonly jobName: string;
  }[];
}

/**
 * The last things that happened to a record, the newest first, at most `limit`. What changed is told from before-images: each
 * is compared with the next one, the newest with what is here.
 */
export function recordEvents(history: RecordHistory, limit: number): readonly RecordEvent[] {
  const events = [
    ...changesOf(history),
    ...inactivationsOf(history),
    ...history.failures.flatMap(({ failure, jobName }) =>
      failure.history.map((event) =>
        failureEvent(event, { id: failure.jobId, name: jobName, revision: null }),
      ),
    ),
  ];
  if (history.isWhole)
    events.push({
      ...{ kind: 'created', at: history.createdAt, version: 1, fields: [], detail: null },
      ...UNKNOWN,
    });
  return events.sort(newestFirst).slice(0, limit);
}

const UNKNOWN: RecordCause = { executionId: null, job: null, reference: null };

/** Of one moment the later steps of a record come first: what was created is changed after that. */
function newestFirst(one: RecordEvent, other: RecordEvent): number {
  return Date.parse(other.at) - Date.parse(one.at) || (other.version ?? 0) - (one.version ?? 0);
}

function changesOf({ changes, version, data, sensitive }: RecordHistory): RecordEvent[] {
  return changes.map(({ before, versionBefore: _, ...change }, index) => {
    const next = index === 0 ? { version, data } : after(changes[index - 1] as JournaledChange);
    const fields = diffFields(before, next.data, sensitive);
    const kind = fields.length === 0 ? 'reactivated' : 'changed';
    return { kind, ...change, version: next.version, fields, detail: null };
  });
}

function after({ versionBefore, before }: JournaledChange) {
  return { version: versionBefore, data: before };
}

function inactivationsOf({ references }: RecordHistory): RecordEvent[] {
  return references.flatMap(({ inactiveAt, inactiveCause, inactiveBy, ...reference }) =>
    inactiveAt === null
      ? []
      : [
          {
            ...{ kind: 'inactivated' as const, at: inactiveAt, version: null, fields: [] },
            ...{ detail: inactiveCause, executionId: inactiveBy, job: null, reference },
          },
        ],
  );
}

function failureEvent(event: FailureEvent, job: RecordCause['job']): RecordEvent {
  const executionId = 'executionId' in event ? event.executionId : null;
  const { kind, at } = event;
  return { kind, at, version: null, fields: [], detail: detailOf(event), executionId, job, reference: null };
}

function detailOf(event: FailureEvent): string | null {
  if ('message' in event) return event.message;
  if (!('actor' in event)) return null;
  return 'reason' in event ? `${event.actor}: ${event.reason}` : event.actor;
}
