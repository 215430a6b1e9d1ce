import type { RecordView } from '@evenkeel/contracts-http';
import type { StoredRecord } from '@evenkeel/ports';

export function recordToView(record: StoredRecord): RecordView {
  const { id, recordType, data, version, createdAt, updatedAt, references } = record;
  return {
    id,
    recordType,
    data,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    references: references.map(({ connection, stream, externalId, observedAt }) => ({
      connection,
      stream,
      externalId,
      observedAt: observedAt.toISOString(),
    })),
  };
}
