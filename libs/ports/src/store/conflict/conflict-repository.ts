import type {
  Conflict,
  ConflictEvent,
  ConflictKind,
  ConflictState,
  JobId,
  JsonValue,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface StoredConflict extends Conflict {
  readonly id: string;
  readonly jobId: JobId;
  readonly recordId: string;
  readonly referenceId: string;
  /** What a model proposes; null: nothing. A new revision of the conflict has none. */
  readonly proposal: JsonValue | null;
  readonly history: readonly ConflictEvent[];
  /** When a run joined the record by its decision; null: none did. */
  readonly takenAt: Date | null;
  readonly openedAt: Date;
  readonly changedAt: Date;
  /** Null: it is open. */
  readonly resolvedAt: Date | null;
}

/** A conflict as a list shows it. */
export interface ListedConflict extends StoredConflict {
  readonly job: string;
  readonly recordType: string;
  readonly connection: string;
  readonly stream: string;
  /** Null: the job was removed with its references. */
  readonly externalId: string | null;
}

/** A conflict that is new, or another one than it was. */
export interface SavedConflict {
  readonly id: string;
  readonly jobId: JobId;
  readonly referenceId: string;
  readonly conflict: Conflict;
  readonly history: readonly ConflictEvent[];
}

/** Left out: whatever it is. */
export interface ConflictFilter {
  readonly jobId?: JobId | undefined;
  readonly recordType?: string | undefined;
  readonly recordId?: string | undefined;
  readonly states?: readonly ConflictState[] | undefined;
  readonly isCarriedOut?: boolean | undefined;
  readonly kind?: ConflictKind | undefined;
  /** The text of a contested place. */
  readonly path?: string | undefined;
  readonly since?: Date | undefined;
}

/** Conflicts of records, each one open once at most. One that is open, or whose decision is not carried out, lives. */
export interface ConflictRepository {
  /** Of these references those whose record is to be joined again, although nothing else is read of it: it was decided on, or was changed here. Not locked. */
  rejoined(referenceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Conflicts of these references that live, by reference, locked. The records must be locked. */
  lockLive(referenceIds: readonly string[]): Promise<ReadonlyMap<string, StoredConflict>>;
  /** New ones and changed ones, of records that are as they are to be. What was proposed for another revision is forgotten. */
  save(saved: readonly SavedConflict[]): Promise<void>;
  /** Of conflicts of these references that stay open: the record as it is now was joined. */
  noteJoined(referenceIds: readonly string[]): Promise<void>;
  /** External ids of records that a run of the job is to read because of {@link rejoined}. */
  toRead(jobId: JobId, limit: number): Promise<readonly string[]>;
  find(id: string): Promise<ListedConflict | undefined>;
  lock(id: string): Promise<ListedConflict | undefined>;
  /** The newest first. */
  list(filter: ConflictFilter, request: ListRequest): Promise<Listed<ListedConflict>>;
}
