import type { FailureEvent, RecordFailure } from '../failure/failure.js';
import type { ExecutionId } from '../ids.js';
import type { JsonObject } from '../json.js';
import { ERASED, UNERASED, type RecordErasure } from './erasure.js';
import { erasureEvents, mergeEvents, type JournaledMerge } from './merge-events.js';
import { WITHOUT_CAUSE, type RecordCause, type RecordEvent, type ReferenceName } from './record-event.js';
import type { SensitiveFields } from '../sensitive/sensitive-fields.js';
import { diffFields } from '../preview/diff-fields.js';

/** A change as the journal keeps it: what the record was before. */
export interface JournaledChange extends RecordCause {
  readonly at: string;
  readonly versionBefore: number;
  /** Null: it was erased. */
  readonly before: JsonObject | null;
  /** Who made it here, and what it did; null: an execution or a merge did. */
  readonly local: LocalAction | null;
  /** Merges that it carries out. */
  readonly mergeIds: readonly string[];
  /** The merge whose undoing it carries out; null: none. */
  readonly undoneMergeId: string | null;
}

/** A local change, as `sql:evenkeel_writer` or who called the API. */
export interface LocalAction {
  readonly actor: string;
  readonly action: 'created' | 'changed' | 'deleted' | 'restored';
}

/** What is known of a record and of what happened to it. */
export interface RecordHistory {
  readonly createdAt: string;
  /** By which execution it was created; undefined: by none, or that is not known. */
  readonly creation?: RecordCause | undefined;
  readonly version: number;
  readonly data: JsonObject;
  readonly references: readonly (ReferenceName & {
    readonly inactiveAt: string | null;
    readonly inactiveCause: string | null;
    readonly inactiveBy: ExecutionId | null;
  })[];
  /** The newest first. */
  readonly changes: readonly JournaledChange[];
  readonly merges: readonly JournaledMerge[];
  readonly erasures: readonly RecordErasure[];
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
    ...history.merges.flatMap(mergeEvents),
    ...history.erasures.flatMap(erasureEvents),
    ...history.failures.flatMap(({ failure, jobName }) =>
      failure.history.map((event) =>
        failureEvent(event, { id: failure.jobId, name: jobName, revision: null }),
      ),
    ),
  ];
  if (history.isWhole && history.changes.at(-1)?.local?.action !== 'created')
    events.push({
      ...{ kind: 'created', at: history.createdAt, version: 1, fields: [], detail: null },
      ...(history.creation ?? WITHOUT_CAUSE),
    });
  return events.sort(newestFirst).slice(0, limit);
}

/** Of one moment the later steps of a record come first: what was created is changed after that. */
function newestFirst(one: RecordEvent, other: RecordEvent): number {
  return Date.parse(other.at) - Date.parse(one.at) || (other.version ?? 0) - (one.version ?? 0);
}

function changesOf({ changes, version, data, sensitive, erasures }: RecordHistory): RecordEvent[] {
  const erased = new Set(erasures.map((erasure) => erasure.version));
  return changes.flatMap((journaled, index): RecordEvent[] => {
    const { before, executionId, job, reference, at, local } = journaled;
    const change = { at, executionId, job, reference };
    const next = index === 0 ? { version, data } : after(changes[index - 1] as JournaledChange);
    if (erased.has(next.version)) return [];
    // What was erased on either side of it cannot be compared.
    if (before === null || next.data === null)
      return [{ kind: 'changed', ...change, version: next.version, fields: [], detail: 'values erased' }];
    const fields = diffFields(before, next.data, sensitive);
    const kind = local?.action ?? (fields.length === 0 ? 'reactivated' : 'changed');
    const told = kind === 'created' ? [] : fields;
    const detail = local?.actor ?? mergesOf(journaled);
    return [{ kind, ...change, version: next.version, fields: told, detail }];
  });
}

/** Which merges made it so. */
function mergesOf({ mergeIds, undoneMergeId }: JournaledChange): string | null {
  if (undoneMergeId !== null) return `merge ${undoneMergeId} undone`;
  return mergeIds.length === 0 ? null : `by merge ${mergeIds.join(', ')}`;
}

function after({ versionBefore, before }: JournaledChange) {
  return { version: versionBefore, data: before };
}

function inactivationsOf({ references }: RecordHistory): RecordEvent[] {
  return references.flatMap(({ inactiveAt, inactiveCause, inactiveBy, ...reference }) =>
    inactiveAt === null || inactiveCause === ERASED || inactiveCause === UNERASED
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
