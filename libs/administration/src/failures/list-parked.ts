import type { ListView, ParkedView, RequestOf } from '@evenkeel/contracts-admin';
import { Store, type ParkedRecord } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findJobEver } from '../jobs/find-job.js';
import { toListRequest, toListView } from '../lists/cursor.js';

export class ListParked {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listParked'>): Promise<ListView<ParkedView>> {
    const request = toListRequest('parked', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const job = query.job === undefined ? undefined : await findJobEver(tx, query.job);
      return toListView('parked', await tx.parked.list(job?.id, request), parkedToView);
    });
  }
}

function parkedToView({ jobId, jobName, since, releasedAt, ...record }: ParkedRecord): ParkedView {
  return {
    ...record,
    job: { id: jobId, name: jobName },
    since: since.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}
