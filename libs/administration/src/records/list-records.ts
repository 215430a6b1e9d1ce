import type { ListView, RecordView, RequestOf } from '@evenkeel/contracts-admin';
import type { RecordState } from '@evenkeel/domain';
import { Store, type StoredRecord } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { recordToView } from './record-view.js';

export class ListRecords {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listRecords'>): Promise<ListView<RecordView>> {
    const { type, externalId, state } = query;
    const request = toListRequest('records', query);
    const listed = await this.store
      .of(tenantId)
      .transaction(async (tx) =>
        externalId === undefined
          ? tx.records.list(type, request, state)
          : { items: (await tx.records.findByExternalId(type, externalId)).filter(isIn(state)), next: null },
      );
    return toListView('records', listed, recordToView);
  }
}

function isIn(state: RecordState): (record: StoredRecord) => boolean {
  return ({ inactiveAt, mergedInto }) =>
    (mergedInto !== null) === (state === 'merged') &&
    (state === 'all' || state === 'merged' || (inactiveAt === null) === (state === 'active'));
}
