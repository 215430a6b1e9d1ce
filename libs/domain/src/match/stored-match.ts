import type { JsonObject } from '../json.js';

/** A key of the reading of a reference, as a digest. */
export interface MatchKeyRow {
  readonly referenceId: string;
  readonly key: string;
}

/** A reference that was found under a key. */
export interface FoundReference extends MatchKeyRow {
  readonly recordId: string;
  readonly setId: string;
  readonly externalId: string;
  readonly active: boolean;
  /** Others have its record, too: the record says what they say together. */
  readonly sharesRecord: boolean;
}

/** Two keys of one rule, as digests: what has both is found under something narrower than under either. */
export interface KeyPair {
  readonly one: string;
  readonly other: string;
}

/** What is found under both keys of a pair. */
export interface NarrowedKeys extends KeyPair {
  /** At most {@link MOST_UNDER_KEY}. */
  readonly found: readonly Omit<FoundReference, 'key'>[];
}

/** What one source said last of a record. */
export interface StoredReading extends Omit<FoundReference, 'key' | 'sharesRecord'> {
  readonly data: JsonObject;
  /** When the source changed it, or else when it was read, ISO 8601. */
  readonly at: string;
}

/** A person said that an external id is not what another one is; in both directions. */
export interface KeptApart {
  readonly setId: string;
  readonly externalId: string;
  readonly otherSetId: string;
  readonly otherExternalId: string;
  /** A key that both present, as a digest; null: they share none. */
  readonly key: string | null;
}

export const REVIEW_STATES = ['open', 'merged', 'kept_apart', 'closed'] as const;
/** `closed`: the two became one in another way, or one of them is gone. */
export type ReviewState = (typeof REVIEW_STATES)[number];

/** References that are looked at under one key; where there are more it is crowded. */
export const MOST_UNDER_KEY = 50;
/** External ids of one set that may share a key; where there are more it names a placeholder. */
export const MOST_OF_SET = 3;
