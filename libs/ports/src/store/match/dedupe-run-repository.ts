import type { DedupePass, MatchReason, RecordPair, ReviewCause } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** Two records that a preview showed, the older one first. */
export interface DedupePair {
  readonly one: string;
  readonly other: string;
  readonly rule: string;
  readonly score: number;
  readonly why: readonly MatchReason[];
  /** Why a person is to decide; null: the two would be merged. */
  readonly cause: ReviewCause | null;
}

/** Runs that hold stored records against the match rules of their type. */
export interface DedupeRunRepository {
  add(run: DedupePass): Promise<void>;
  find(id: string): Promise<DedupePass | undefined>;
  /** Held by what moves it on, and by what a person does to it. */
  lock(id: string): Promise<DedupePass | undefined>;
  save(run: DedupePass): Promise<void>;
  /** Newest first. */
  list(recordType: string | undefined, request: ListRequest): Promise<Listed<DedupePass>>;
  /** The newest record of the type; `0`: there is none. */
  lastRecord(recordType: string): Promise<string>;
  /** A pair that is there already stays, unless it is one that would be merged now. */
  addPairs(id: string, pairs: readonly DedupePair[]): Promise<void>;
  pairs(id: string, request: ListRequest): Promise<Listed<DedupePair>>;
  /** Pairs with one of these records that would be merged. */
  pairsToMerge(id: string, recordIds: readonly string[]): Promise<readonly RecordPair[]>;
  /** Records that were absorbed are their survivors from here on. */
  follow(
    id: string,
    pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[],
  ): Promise<void>;
}
