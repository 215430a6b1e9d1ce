import type { RecordView } from '@evenkeel/contracts-admin';
import type { StoredRecord } from '@evenkeel/ports';

export function recordToView(record: StoredRecord): RecordView {
  const { id, recordType, data, version, createdAt, updatedAt, inactiveAt, mergedInto, references } = record;
  return {
    id,
    recordType,
    data,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    inactiveAt: inactiveAt?.toISOString() ?? null,
    mergedInto,
    references: references.map((reference) => ({
      ...reference,
      observedAt: reference.observedAt.toISOString(),
      inactiveAt: reference.inactiveAt?.toISOString() ?? null,
    })),
  };
}
