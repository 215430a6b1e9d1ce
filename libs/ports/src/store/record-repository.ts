import type { JsonObject } from '@evenkeel/domain';
import type { Listed, ListRequest } from './listed.js';

export interface StoredReference {
  readonly connection: string;
  readonly stream: string;
  readonly externalId: string;
  readonly observedAt: Date;
}

export interface StoredRecord {
  readonly id: string;
  readonly recordType: string;
  readonly data: JsonObject;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly references: readonly StoredReference[];
}

export interface RecordRepository {
  list(recordType: string, request: ListRequest): Promise<Listed<StoredRecord>>;
  find(id: string): Promise<StoredRecord | undefined>;
  /** What each of these records holds, by its id. */
  dataOf(ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  findByExternalId(recordType: string, externalId: string): Promise<readonly StoredRecord[]>;
}
