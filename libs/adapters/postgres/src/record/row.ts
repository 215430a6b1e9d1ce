import type { JsonObject, SyncStatus } from '@evenkeel/domain';
import type { StoredRecord } from '@evenkeel/ports';

export interface RecordRow {
  id: string;
  record_type: string;
  data: JsonObject;
  version: number;
  created_at: Date;
  updated_at: Date;
  inactive_at: Date | null;
  merged_into: string | null;
  /** Built as JSON by the statement, so its times are texts. */
  references: {
    connection: string;
    stream: string;
    externalId: string;
    observedAt: string;
    inactiveAt: string | null;
    inactiveCause: string | null;
    inactiveBy: string | null;
    syncStatus: SyncStatus | null;
    rule: string | null;
  }[];
}

export function recordFromRow(row: RecordRow): StoredRecord {
  return {
    id: row.id,
    recordType: row.record_type,
    data: row.data,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    inactiveAt: row.inactive_at,
    mergedInto: row.merged_into,
    references: row.references.map((reference) => ({
      ...reference,
      observedAt: new Date(reference.observedAt),
      inactiveAt: reference.inactiveAt === null ? null : new Date(reference.inactiveAt),
    })),
  };
}
