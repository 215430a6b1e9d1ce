import type { ExecutionId, JsonObject, RecordState, SyncStatus } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface StoredReference {
  readonly connection: string;
  readonly stream: string;
  readonly externalId: string;
  readonly observedAt: Date;
  /** Since when it is known to be gone at the provider; null while it is there. */
  readonly inactiveAt: Date | null;
  readonly inactiveCause: string | null;
  /** The execution that found it. */
  readonly inactiveBy: ExecutionId | null;
  /** How it stands there; null: no job writes it. */
  readonly syncStatus: SyncStatus | null;
  /** The derive rule that makes it; null: it is read from the stream itself. */
  readonly rule: string | null;
}

export interface StoredRecord {
  readonly id: string;
  readonly recordType: string;
  readonly data: JsonObject;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Since when every reference of it is inactive; its data stay as they were last seen. */
  readonly inactiveAt: Date | null;
  /** The record that it was merged into; null: it is one of its own. */
  readonly mergedInto: string | null;
  readonly references: readonly StoredReference[];
}

export interface RecordRepository {
  /** Default: records in whatever state, but not those that were merged into others. */
  list(recordType: string, request: ListRequest, state?: RecordState): Promise<Listed<StoredRecord>>;
  find(id: string): Promise<StoredRecord | undefined>;
  /** What each of these records holds, by its id. */
  dataOf(ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /** Which version each of these records is, by its id. */
  versionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  findByExternalId(recordType: string, externalId: string): Promise<readonly StoredRecord[]>;
}
