import type { Problem } from '../errors/sync-error.js';
import type { WaitsFor } from '../failure/failure.js';
import type { WritePolicy } from '../job/job.js';
import type { ComingRecord } from '../preview/follow-plan.js';
import type { Outcome } from '../receipt/outcome.js';
import type { SourceRecord } from '../page/source-record.js';
import type { GoneRecord, PreparedRecord } from '../record/prepare-record.js';
import type { RecordWrite, ReferenceState } from '../record/reference.js';

/** What an incoming record is compared with. */
export type KnownContent = Pick<
  ReferenceState,
  'contentHash' | 'version' | 'modifiedAt' | 'observedAt' | 'inactive'
>;

/** What is known of the record that an input is about, before the input is decided. */
export interface Known {
  /**
   * Names the record within its group: inputs with the same key are about the same record, whichever reference they came
   * by. Null where no record could be named: the input is decided alone.
   */
  readonly key: string | null;
  /** The stored reference that the input came by; undefined: there is none. */
  readonly reference: ReferenceState | undefined;
  /** What the record holds, as stored or as earlier inputs of the group leave it; undefined: there is no record. */
  readonly content: KnownContent | undefined;
}

/**
 * What is to be done about one input. `create_record` makes a record together with its first reference; a reference of a
 * record that exists is `attach_reference`. `note_version` leaves the content as it is and notes only a newer version, so that
 * a late reading of an older one stays out.
 */
export type Decision =
  | { readonly kind: 'create_record'; readonly outcome: 'created'; readonly write: RecordWrite }
  /** A new reference of a record that is here. */
  | {
      readonly kind: 'attach_reference';
      readonly outcome: 'merged';
      readonly write: RecordWrite;
      readonly recordId: string;
    }
  | {
      readonly kind: 'update_record';
      /** `conflicted`: a part of it waits for a decision. */
      readonly outcome: 'updated' | 'reactivated' | 'conflicted';
      readonly write: RecordWrite;
      /** It is older than what was here, by what the provider says, and counts all the same. */
      readonly adopted?: true;
    }
  | { readonly kind: 'note_version'; readonly outcome: 'unchanged'; readonly write: RecordWrite }
  /** The record stays as it is; it is noted that this was read. */
  | {
      readonly kind: 'note_reading';
      readonly outcome: 'unchanged' | 'conflicted';
      readonly write: RecordWrite;
    }
  /** It stays with its content, and is inactive from here on. */
  | { readonly kind: 'inactivate'; readonly outcome: 'inactivated'; readonly gone: GoneRecord }
  /**
   * `contradicts`: left because it is older by what the provider says, although it was observed later. `waitsFor`: what is not here yet.
   */
  | {
      readonly kind: 'leave';
      readonly outcome: LeftOutcome;
      readonly contradicts?: true;
      readonly waitsFor?: WaitsFor;
    }
  | {
      readonly kind: 'fail';
      /** `in_doubt`: nothing is wrong with it, and it is read again by a later run. */
      readonly outcome: Extract<Outcome, 'rejected' | 'refused' | 'errored' | 'retried' | 'in_doubt'>;
      readonly problem: Problem;
    };

export type LeftOutcome = Extract<
  Outcome,
  'unchanged' | 'superseded' | 'excluded' | 'planned' | 'parked' | 'conflicted'
>;
export type FailedDecision = Extract<Decision, { readonly kind: 'fail' }>;

/** What most inputs get: one object for all of them. */
export const LEFT = {
  unchanged: { kind: 'leave', outcome: 'unchanged' },
  superseded: { kind: 'leave', outcome: 'superseded' },
  excluded: { kind: 'leave', outcome: 'excluded' },
  planned: { kind: 'leave', outcome: 'planned' },
  parked: { kind: 'leave', outcome: 'parked' },
  conflicted: { kind: 'leave', outcome: 'conflicted' },
} as const satisfies { readonly [Left in LeftOutcome]: Decision & { readonly outcome: Left } };

export interface IdentifiedInput {
  /** What it was read from; an overlap was decided with the page before. */
  readonly source?: Pick<SourceRecord, 'overlap'>;
  readonly prepared: PreparedRecord;
  readonly known: Known;
}

export interface DecidedInput extends IdentifiedInput {
  readonly decision: Decision;
}

export interface WriteRules {
  /** Absent: what is new is created, and what differs is updated. */
  readonly policy?: WritePolicy;
  /** Whether an equal version says that a record is as it was: not while the mapping is another. */
  readonly trustsVersions?: boolean;
  /** References of which an equal version says nothing: they were written, and not read since. */
  readonly unread?: ReadonlySet<string>;
  /** Whether the plan that is followed foresees this write; what it does not is planned anew. */
  readonly permits?: ((coming: ComingRecord, reference: ReferenceState | undefined) => boolean) | undefined;
  /**
   * Of a listing, whose entries have an id each: whether an earlier page of it named the record of this reference. Absent: a
   * record may come again, and what is read later counts.
   */
  readonly wasListed?: ((reference: ReferenceState) => boolean) | undefined;
  /**
   * Beside `wasListed`: whether an earlier page that wrote nothing, of a plan or of an inventory, said something else of the id of this
   * entry. Absent: none did.
   */
  readonly saidOtherwise?: ((entry: IdentifiedInput) => boolean) | undefined;
  /** What earlier pages that wrote nothing would have left of the record of an entry; undefined, or absent: what is stored. */
  readonly leftBefore?: ((entry: IdentifiedInput) => KnownContent | undefined) | undefined;
  /** What a record that is to be written has to wait for; undefined: nothing. */
  readonly waitsFor?: ((coming: RecordWrite) => WaitsFor | undefined) | undefined;
  /** Whether a record that fails in a way that may pass is tried again in the same execution. */
  readonly triesAgain?: boolean;
  /** Whether what is gone has to wait for a person: it would be too many. */
  readonly parksGone?: boolean;
  /** Of a job that goes both ways: whether a record is joined although it was read as it was before. */
  readonly rejoins?: ((reference: ReferenceState) => boolean) | undefined;
  /** Whether a state that is older by what the provider says, and was observed later, counts all the same. */
  readonly adopts?: ((externalId: string) => boolean) | undefined;
}

/** Why the input could not be applied; null where nothing went wrong. */
export function problemOf(decision: Decision): Problem | null {
  return decision.kind === 'fail' ? decision.problem : null;
}

/** The reference that an input belongs to. `created`: new reference ids by the key of their record. */
export function referenceIdOf(
  { prepared, known, decision }: DecidedInput,
  created: ReadonlyMap<string | null, string>,
): string | null {
  // What is gone was not listed as being there: a close-out has to find it missing.
  if (prepared.kind === 'gone' && decision.kind !== 'inactivate') return null;
  if (known.reference !== undefined) return known.reference.id;
  const isOfNew =
    decision.kind === 'create_record' ||
    decision.kind === 'attach_reference' ||
    (prepared.kind === 'ready' && known.content !== undefined);
  return isOfNew ? (created.get(known.key) ?? null) : null;
}
