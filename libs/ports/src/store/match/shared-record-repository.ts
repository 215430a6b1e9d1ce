import type {
  ExecutionId,
  JsonObject,
  LocalSide,
  Projection,
  RecordUpdate,
  RecordWrite,
  ReferenceSet,
  SaidBy,
  StoredReading,
  WrittenReference,
} from '@evenkeel/domain';

/** A new reference of a record that is here. */
export interface AttachedWrite {
  readonly recordId: string;
  readonly write: RecordWrite;
}

export type SavedProjection = Pick<Projection, 'referenceId' | 'changedAt'> & {
  readonly recordId: string;
  /** JSON text. */
  readonly dataText: string;
  /**
   * Only of what was the only reference of its record until now, and shares it from here on: when the record was written, ISO 8601; null:
   * it was deleted here.
   */
  readonly opens?: string | null;
};

/** A reference that shares its record with none so far. */
export interface UnsharedReference {
  readonly referenceId: string;
  readonly recordId: string;
  readonly setId: string;
  readonly active: boolean;
  /** When its source changed it, or else when it was read, ISO 8601. */
  readonly at: string;
  /** Whether it is the oldest of its record, and no other one shares that already. */
  readonly isFirst: boolean;
  /** What its provider was known to hold, where that is not known to be what the record holds; undefined: it is. */
  readonly held: JsonObject | undefined;
}

/** A record as it is stored, locked. */
export interface LockedRecord {
  readonly id: string;
  readonly data: JsonObject;
  readonly version: number;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly inactive: boolean;
  /** It is inactive because it was deleted here, not for want of a source. */
  readonly deletedLocally: boolean;
}

export interface MergedContent {
  readonly recordId: string;
  /** JSON text. */
  readonly dataText: string;
}

/** What a record becomes, and who says so. */
export interface RemergedContent extends MergedContent {
  readonly saidBy: SaidBy;
}

/** Why records are made anew. */
export interface RemergeCause {
  /** Null: a person has asked for it. */
  readonly executionId: ExecutionId | null;
  /** The merge that is undone; null: none. */
  readonly undoneMergeId: string | null;
}

/** Records that several references share, set-based. */
export interface SharedRecordRepository {
  /** What each source said last of these records, by record and reference. Records that were merged have none. */
  readings(recordIds: readonly string[]): Promise<readonly StoredReading[]>;
  /** What these records say, which have one reference each. Records that were merged have none. */
  dataOf(recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /** Records of the type behind this one that are records of their own, by id; of a set only those with a reference of it. */
  recordsAfter(
    recordType: string,
    recordId: string,
    limit: number,
    setId?: string,
  ): Promise<readonly string[]>;
  /** References of these records in sets that are only written to: where they went. They are locked, as {@link lockReferences} does. */
  lockWritten(recordIds: readonly string[]): Promise<readonly WrittenReference[]>;
  /** Locks all references of these records, in the order of their sets and external ids. Gives those that share no record so far. */
  lockReferences(recordIds: readonly string[]): Promise<readonly UnsharedReference[]>;
  /** What the sources of these sets are called, as `crm/people`. */
  sourceNames(setIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Gives the new reference ids in the order of `attached`. The record type must be locked. */
  attach(set: ReferenceSet, attached: readonly AttachedWrite[]): Promise<readonly string[]>;
  /** Writes what a reference was read as, not its record. */
  noteReadings(updates: readonly RecordUpdate[]): Promise<void>;
  projectionsOf(
    referenceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<Projection, 'data' | 'changedAt'>>>;
  /** Stores them, and that their references share their records. */
  saveProjections(projections: readonly SavedProjection[]): Promise<void>;
  /** By id. */
  lock(recordIds: readonly string[]): Promise<readonly LockedRecord[]>;
  /** All projections of these records, by record. */
  projections(recordIds: readonly string[]): Promise<ReadonlyMap<string, readonly Projection[]>>;
  /**
   * Locks these records, by id, and gives what those of them that were edited here said before the first edit since a run wrote them
   * last, by record.
   */
  saidBeforeEdits(recordIds: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /** Keeps what these records hold beside what their sources say as edits of them. */
  keepEdits(edits: readonly LocalSide[]): Promise<void>;
  /** Of these records those that have several references, of which one shares them with none so far. */
  unopened(recordIds: readonly string[]): Promise<readonly string[]>;
  /** As {@link lockReferences}, of records that may have several which share with none: all of these. */
  lockUnopened(recordIds: readonly string[]): Promise<readonly UnsharedReference[]>;
  /** Of a record type those records that are as {@link unopened} gives them, behind this one, by id. */
  unopenedAfter(recordType: string, recordId: string, limit: number): Promise<readonly string[]>;
  /** What was edited here of these records and of those that became part of them, by record. */
  localSides(recordIds: readonly string[]): Promise<ReadonlyMap<string, readonly LocalSide[]>>;
  /**
   * Writes what was made of the projections of locked records, and keeps what they held as changes, each with the merges that this
   * transaction has added of its record.
   */
  save(contents: readonly RemergedContent[], cause: RemergeCause): Promise<void>;
  /** Makes records again that were deleted here. */
  restore(recordType: string, contents: readonly MergedContent[]): Promise<void>;
  /** Marks locked records as being at a source, or at none, where they are marked otherwise. */
  markActive(here: readonly string[], gone: readonly string[]): Promise<void>;
  /** Gives references to another record each; both must be locked. */
  move(moves: readonly { readonly referenceId: string; readonly recordId: string }[]): Promise<void>;
  /** Forgets what these references were read as, so that the next reading is written whatever it says. */
  forgetReadings(referenceIds: readonly string[]): Promise<void>;
  /** A record of this type without references and data; gives its id. */
  create(recordType: string): Promise<string>;
}
