import type {
  FailureGroupList,
  FailureSummary,
  FailureView,
  ListView,
  RequestOf,
} from '@evenkeel/contracts-admin';
import { SyncError, type FailureId, type RecordFailure } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from '../jobs/find-job.js';
import { toFailureFilter } from './failure-filter.js';
import { failureToSummary, failureToView, groupToView } from './failure-view.js';
import { jobNamesOf } from './job-names.js';

/** Causes are few; who has more of them looks at one job. */
const MOST_GROUPS = 200;

export class ListFailures {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listFailures'>): Promise<ListView<FailureSummary>> {
    const request = toListRequest('failures', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const listed = await tx.failures.list(await toFailureFilter(tx, query), request);
      const nameOf = await jobNamesOf(tx, listed.items);
      return toListView('failures', listed, (failure) => failureToSummary(failure, nameOf(failure.jobId)));
    });
  }

  async show({ tenantId }: Caller, { failure: id }: RequestOf<'showFailure'>): Promise<FailureView> {
    return this.store.of(tenantId).transaction(async (tx) => viewFailure(tx, await findFailure(tx, id)));
  }

  async groups({ tenantId }: Caller, { job }: RequestOf<'listFailureGroups'>): Promise<FailureGroupList> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const filter = job === undefined ? {} : { jobId: (await findJobEver(tx, job)).id };
      const groups = await tx.failures.groups(filter, MOST_GROUPS);
      const nameOf = await jobNamesOf(tx, groups);
      return { items: groups.map((group) => groupToView(group, nameOf(group.jobId))) };
    });
  }
}

/** Rejects with `request.not_found`. */
export async function findFailure(tx: Transaction, id: FailureId): Promise<RecordFailure> {
  const failure = await tx.failures.find(id);
  if (failure === undefined) throw new SyncError('request.not_found', `There is no failure ${id}`);
  return failure;
}

export async function viewFailure(tx: Transaction, failure: RecordFailure): Promise<FailureView> {
  return failureToView(failure, (await jobNamesOf(tx, [failure]))(failure.jobId));
}
