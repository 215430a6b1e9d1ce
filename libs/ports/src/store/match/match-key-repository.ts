import type {
  FoundReference,
  KeyPair,
  MatchKeyRow,
  NarrowedKeys,
  ReferenceSet,
  StoredReading,
} from '@evenkeel/domain';

/** How far the keys of a record type are. */
export interface KeyProgress {
  /** A digest of the match settings that the keys are of; null: of none. */
  readonly keysOf: string | null;
  /** The reference up to which they were made. */
  readonly after: string;
  /** Since when everything stored has its keys; null: it has not. */
  readonly completeAt: Date | null;
}

/** A key that a reference of this set has from now on. */
export interface AddedKey extends MatchKeyRow {
  readonly setId: string;
}

/** The keys under which readings are found. Whatever attaches, merges or changes a key holds the lock of the record type. */
export interface MatchKeyRepository {
  /** Waits until no other transaction attaches or merges records of this type. Taken behind the chunk and before references. */
  lockType(recordType: string): Promise<void>;
  /** Undefined: nothing was ever written into the set. */
  setIdOf(set: ReferenceSet): Promise<string | undefined>;
  /** Of each key at most one more than may be found under it, the oldest references first. */
  find(keys: readonly string[]): Promise<readonly FoundReference[]>;
  /** What has both keys of a pair; without the pairs under which there may be more than may be found under a key. */
  findBoth(pairs: readonly KeyPair[]): Promise<readonly NarrowedKeys[]>;
  ofReferences(referenceIds: readonly string[]): Promise<readonly MatchKeyRow[]>;
  /** Keys of references that have none yet. */
  addFirst(keys: readonly AddedKey[]): Promise<void>;
  change(added: readonly AddedKey[], removed: readonly MatchKeyRow[]): Promise<void>;
  progress(recordType: string): Promise<KeyProgress>;
  saveProgress(recordType: string, progress: KeyProgress): Promise<void>;
  /** Readings of the type behind this reference, in the order of their references. */
  readingsAfter(recordType: string, referenceId: string, limit: number): Promise<readonly StoredReading[]>;
  /** Whether an execution that goes by other match settings than the newest of its type has not ended. */
  hasOlderExecutions(recordType: string): Promise<boolean>;
}
