import type {
  ChunkId,
  ExecutionId,
  JobDefinition,
  JobId,
  Outcome,
  Problem,
  PushedDeletions,
  PushedRecord,
  PushIntent,
  PushSlice,
  ReferenceSet,
} from '@evenkeel/domain';

/** One record that a page of a push looked at. */
export interface PushEntry {
  readonly recordId: string;
  readonly recordVersion: number;
  readonly referenceId: string | null;
  readonly externalId: string | null;
  /** What is sent of it; null: nothing, for what `outcome` says. */
  readonly intentId: string | null;
  readonly outcome: Outcome | null;
  readonly problem: Problem | null;
}

/** Where a page of a push stands. */
export interface PushPlace {
  readonly chunkId: ChunkId;
  /** Null: the first page. */
  readonly cursorIn: string | null;
}

export interface PushPage extends PushPlace {
  /** Null: it is the last. */
  readonly cursorOut: string | null;
  readonly entries: readonly PushEntry[];
}

/** What a page is made of. */
export interface PushListing {
  readonly jobId: JobId;
  readonly set: ReferenceSet;
  readonly slice: PushSlice;
  /** The id of the record behind which it begins; null: the first. */
  readonly after: string | null;
  readonly limit: number;
}

export type NewIntent = Omit<
  PushIntent,
  'state' | 'rounds' | 'sentAt' | 'absentAt' | 'answeredAt' | 'result'
>;

export interface FreezingOf {
  readonly set: ReferenceSet;
  readonly executionId: ExecutionId;
  /** Whether the job reads the set as well. */
  readonly isRead: boolean;
}

/** Pages of pushes as they are frozen. The chunk must be locked. */
export interface PushPageRepository {
  /** The next records in the order of their ids, each once. Not locked. */
  next(listing: PushListing): Promise<readonly PushedRecord[]>;
  /** Ids of records that part those of a slice into up to so many ranges of about one size, none with fewer than `least`; ascending. */
  boundsOf(
    listing: Pick<PushListing, 'jobId' | 'slice'> & { readonly recordType: string },
    ranges: { readonly most: number; readonly least: number },
  ): Promise<readonly string[]>;
  /** Locks these records until the end of the transaction; gives their versions by their ids. */
  lockRecords(recordIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Keeps a page and its intents, whose records are locked. Gives ids of intents whose record had an unresolved one already: they are not kept. */
  freeze(page: PushPage, intents: readonly NewIntent[], of: FreezingOf): Promise<readonly string[]>;
  find(place: PushPlace): Promise<PushPage | undefined>;
  remove(place: PushPlace): Promise<void>;
  /** Removes the pages that these intents are of: what is left of them is frozen anew where their run goes on. */
  letGo(intentIds: readonly string[]): Promise<void>;
  /** What was deleted lately, and is about to be. Until the end of the transaction no other one is told. */
  deletions(set: ReferenceSet): Promise<PushedDeletions>;
  /** Whether anything was ever written, or was to be, into the set. */
  hasBegun(set: ReferenceSet): Promise<boolean>;
  /** Whether a run of the job has pushed every record under the mapping, filter and fields that it has now. */
  hasPushedAll(jobId: JobId): Promise<boolean>;
  /** Definitions of all jobs that are not removed, as far as they say how records are made. */
  definitions(): Promise<readonly Pick<JobDefinition, 'recordType' | 'mapping' | 'derive'>[]>;
}
