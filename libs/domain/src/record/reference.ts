import type { Projection } from '../merge/projection.js';
import type { Version } from './version.js';
import type { ConnectionId } from '../ids.js';
import type { RecordPieces } from '../derive/record-pieces.js';
import type { DeriveRule } from '../derive/derive-rule.js';
import type { Job } from '../job/job.js';

/** The references of one stream of one connection into one record type: what an inbound job owns alone. */
export interface ReferenceSet {
  readonly connectionId: ConnectionId;
  readonly stream: string;
  readonly recordType: string;
  /** Of derived records: by which rule, of records of which type. */
  readonly derivedBy?: DerivedBy;
}

export interface DerivedBy {
  readonly rule: string;
  /** Record type of the parents. */
  readonly parentType: string;
}

/** What the store remembers of a provider's record. Keys are bigints, carried as decimal text. */
export interface ReferenceState {
  readonly id: string;
  readonly recordId: string;
  readonly externalId: string;
  readonly contentHash: string;
  readonly version: Version | null;
  /** When the provider says that it was changed, ISO 8601; null: it does not say. Left out where the reference was read without its lock. */
  readonly modifiedAt?: string | null;
  /** When the request that last changed it began, ISO 8601. */
  readonly observedAt: string;
  /** Whether it was found to be gone at the provider; left out: it was not. */
  readonly inactive?: boolean;
  /** Whether its record has, or had, other references. Left out: it has not, or the reference was read without its lock. */
  readonly sharesRecord?: boolean;
}

/** A record that is to be written, as the mapping made it. */
export interface RecordWrite {
  readonly externalId: string;
  readonly contentHash: string;
  /** The mapped record as JSON text: made once for the hash, stored as it is. */
  readonly dataText: string;
  readonly version: Version | null;
  readonly modifiedAt: string | null;
  readonly observedAt: string;
  /** Of a record of several sources that is kept in step with this one: what this source says of it by itself; left out: all that it holds. */
  readonly said?: Pick<Projection, 'data' | 'changedAt'>;
  /** Whether a delivery brought it: by itself it counts only where it is newer than what is here. */
  readonly isTold?: true;
  /** What else the provider's record holds; left out: nothing that its job asks for. */
  readonly pieces?: RecordPieces;
}

export interface RecordUpdate extends RecordWrite {
  readonly reference: ReferenceState;
}

/** Records that are still at their provider, those that are gone, both, or those that were merged into another one. */
export const RECORD_STATES = ['active', 'inactive', 'all', 'merged'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** The references that a job keeps. */
export function referenceSetOf({ connectionId, definition }: Job): ReferenceSet {
  return { connectionId, stream: definition.stream, recordType: definition.recordType };
}

/** Those of the records that a rule of a job derives. */
export function derivedSetOf(
  { connectionId, stream, recordType: parentType }: ReferenceSet,
  { name: rule, recordType }: Pick<DeriveRule, 'name' | 'recordType'>,
): ReferenceSet {
  return { connectionId, stream, recordType, derivedBy: { rule, parentType } };
}
