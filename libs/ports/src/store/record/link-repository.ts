import type { ChunkId, DerivedCounts, KnownLink, Orphan, RecordLink, ReferenceSet } from '@evenkeel/domain';

/** A link as people see it. */
export interface LinkedRecord {
  readonly name: string;
  readonly isDerived: boolean;
  readonly since: Date;
  readonly connection: string;
  readonly stream: string;
  readonly recordType: string;
  readonly externalId: string;
  /** Null: it is not here. */
  readonly recordId: string | null;
}

export interface LinksOfRecord {
  readonly from: readonly LinkedRecord[];
  readonly to: readonly LinkedRecord[];
}

/** Links between records. Those from a reference are written only while it is locked, those to a derived record while that is. */
export interface LinkRepository {
  /** Whether records of this set ever had derived records or links. */
  isLinked(set: ReferenceSet): Promise<boolean>;
  /** Those that hold, of these references. */
  ofReferences(referenceIds: readonly string[]): Promise<readonly KnownLink[]>;
  /** One that ended before holds again. */
  add(links: readonly RecordLink[]): Promise<void>;
  end(links: readonly KnownLink[]): Promise<void>;
  /** Those of which no active record has a part any more; their references are locked. */
  withoutParent(orphans: readonly Orphan[]): Promise<readonly Orphan[]>;
  /** Adds to what is counted of a locked chunk. */
  count(chunkId: ChunkId, counts: DerivedCounts): Promise<void>;
  /** What a record leads to and what leads to it, at most so many of each. */
  ofRecord(recordId: string, most: number): Promise<LinksOfRecord>;
}
