import type { RecordPageView, RecordView } from '@evenkeel/contracts-admin';
import type { LinkedRecord, StoredRecord } from '@evenkeel/ports';

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

export function linkToView({ since, ...link }: LinkedRecord): RecordPageView['links']['from'][number] {
  return { ...link, since: since.toISOString() };
}
