import type { JsonObject } from '../json.js';
import type { MatchKey } from './match-key.js';
import type { FoundReference, KeptApart, NarrowedKeys, StoredReading } from './stored-match.js';

/** A reading that may be of a record which is here. */
export interface MatchSubject {
  /** Unique among the subjects that are decided together. */
  readonly name: string;
  readonly data: JsonObject;
  readonly setId: string;
  readonly externalId: string;
  /** The record that its reference belongs to; undefined: it is new. */
  readonly recordId: string | undefined;
  readonly keys: readonly SubjectKey[];
}

export interface SubjectKey {
  readonly key: MatchKey;
  /** As the store keeps it. */
  readonly digest: string;
}

/** What is stored that subjects may have to do with. */
export interface StoredMatches {
  /** By the keys of the subjects. */
  readonly found: readonly FoundReference[];
  /** Pairs of keys under each of which too many are found, and under both few enough. */
  readonly narrowed: readonly NarrowedKeys[];
  /** All readings of the records of these, and of the records of the subjects. */
  readonly readings: readonly Omit<StoredReading, 'at'>[];
  readonly apart: readonly KeptApart[];
}
