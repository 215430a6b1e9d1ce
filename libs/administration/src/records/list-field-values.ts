import type { FieldValueView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import {
  parseFieldPath,
  parseSensitive,
  SyncError,
  tellFieldValue,
  type ToldFieldValue,
} from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';

/** Which values a field of a record had, and what made it so. */
export class ListFieldValues {
  constructor(private readonly store: Store) {}

  /** The newest first. */
  async list(
    { tenantId }: Caller,
    { record: id, field, ...query }: RequestOf<'listFieldValues'>,
  ): Promise<ListView<FieldValueView>> {
    const path = parseFieldPath(field);
    const request = toListRequest('field-values', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const record = await tx.records.find(id);
      if (record === undefined) throw new SyncError('request.not_found', `There is no record ${id}`);
      const type = await tx.recordTypes.find(record.recordType);
      const sensitive = parseSensitive(type?.sensitive ?? []);
      const listed = await tx.recordHistory.values(id, path, request);
      return toListView('field-values', listed, (step) => toView(tellFieldValue(step, path, sensitive)));
    });
  }
}

function toView({
  at,
  version,
  value,
  reason,
  local,
  executionId,
  job,
  ...step
}: ToldFieldValue): FieldValueView {
  const { sources, mergeIds, undoneMergeId: undoneMerge } = step;
  const actor = local?.actor ?? null;
  return {
    ...{ at, version, value, reason, actor, executionId, job, undoneMerge },
    sources: sources.map((source) => ({ ...source })),
    merges: [...mergeIds],
  };
}
