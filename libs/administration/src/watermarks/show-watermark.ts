import type { ListView, RequestOf, WatermarkChangeView, WatermarkView } from '@evenkeel/contracts-admin';
import type { Job } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from '../jobs/find-job.js';
import { changeToView, NEVER_MOVED } from './watermark-view.js';

export class ShowWatermark {
  constructor(private readonly store: Store) {}

  async show({ tenantId }: Caller, { job: reference }: RequestOf<'showWatermark'>): Promise<WatermarkView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => viewWatermark(tx, await findJobEver(tx, reference)));
  }

  async history(
    { tenantId }: Caller,
    { job: reference, ...query }: RequestOf<'listWatermarks'>,
  ): Promise<ListView<WatermarkChangeView>> {
    const request = toListRequest('watermarks', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findJobEver(tx, reference);
      return toListView('watermarks', await tx.watermarks.history(id, request), changeToView);
    });
  }
}

/** The newest line of the history is the watermark there is. */
export async function viewWatermark(tx: Transaction, { id, name }: Job): Promise<WatermarkView> {
  const { items } = await tx.watermarks.history(id, { after: null, limit: 1 });
  return { job: { id, name }, ...(items[0] === undefined ? NEVER_MOVED : changeToView(items[0])) };
}
