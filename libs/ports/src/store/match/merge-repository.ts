import type { ExecutionId, MatchReason } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** Two records that became one, or a reference that came to a record. */
export interface RecordMerge {
  readonly recordType: string;
  readonly survivorId: string;
  /** Null: a new reference was attached. */
  readonly absorbedId: string | null;
  /** References that came to the survivor. */
  readonly referenceIds: readonly string[];
  /** Null: a person decided. */
  readonly rule: string | null;
  readonly score: number | null;
  readonly why: readonly MatchReason[];
  readonly executionId: ExecutionId | null;
  readonly actor: string | null;
}

export interface StoredMerge extends RecordMerge {
  readonly id: string;
  readonly mergedAt: Date;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

/**
 * The journal of merges, kept for as long as what was absorbed. What the survivor held before is in its changes, and what was absorbed
 * keeps what it held.
 */
export interface MergeRepository {
  add(merges: readonly RecordMerge[]): Promise<void>;
  find(id: string): Promise<StoredMerge | undefined>;
  /** Newest first; of one record: as survivor or as what was absorbed. */
  list(recordId: string | undefined, request: ListRequest): Promise<Listed<StoredMerge>>;
  markUndone(id: string, actor: string): Promise<void>;
  /** Records that are locked, whose references have moved. */
  absorb(pairs: readonly { readonly absorbedId: string; readonly survivorId: string }[]): Promise<void>;
  /** The record is one of its own again. */
  revive(recordId: string): Promise<void>;
  /** Where a record went, through all merges; undefined: it is there, or never was. */
  survivorOf(recordId: string): Promise<string | undefined>;
}
