import type {
  InactivationApprovalSummary,
  InactivationApprovalView,
  ListView,
  RequestOf,
} from '@evenkeel/contracts-admin';
import { SyncError, type InactivationApproval, type InactivationApprovalId } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { jobNamesOf } from '../failures/job-names.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from '../jobs/find-job.js';

/** Enough to see what kind of records they are. */
const EXAMPLES = 20;

export class ListInactivationApprovals {
  constructor(private readonly store: Store) {}

  /** Newest first. */
  async list(
    { tenantId }: Caller,
    { job, state, ...query }: RequestOf<'listInactivationApprovals'>,
  ): Promise<ListView<InactivationApprovalSummary>> {
    const request = toListRequest('approvals', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const filter = {
        ...(job === undefined ? {} : { jobId: (await findJobEver(tx, job)).id }),
        ...(state === 'all' ? {} : { state }),
      };
      const listed = await tx.inactivationApprovals.list(filter, request);
      const nameOf = await jobNamesOf(tx, listed.items);
      return toListView('approvals', listed, (approval) => toSummary(approval, nameOf(approval.jobId)));
    });
  }

  async show(
    { tenantId }: Caller,
    { approval: id }: RequestOf<'showInactivationApproval'>,
  ): Promise<InactivationApprovalView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const approval = await tx.inactivationApprovals.find(id);
      return viewInactivationApproval(tx, approval ?? unknownInactivationApproval(id));
    });
  }
}

export async function viewInactivationApproval(
  tx: Transaction,
  approval: InactivationApproval,
): Promise<InactivationApprovalView> {
  const nameOf = await jobNamesOf(tx, [approval]);
  const examples = await tx.inactivationApprovals.examples(approval.id, EXAMPLES);
  return { ...toSummary(approval, nameOf(approval.jobId)), examples: [...examples] };
}

export function unknownInactivationApproval(id: InactivationApprovalId): never {
  throw new SyncError('request.not_found', `There is no approval ${id}`);
}

function toSummary(approval: InactivationApproval, jobName: string): InactivationApprovalSummary {
  return {
    id: approval.id,
    job: { id: approval.jobId, name: jobName },
    executionId: approval.executionId,
    state: approval.state,
    candidates: approval.candidates,
    active: approval.active,
    cause: approval.cause,
    ceiling: approval.ceiling,
    requestedAt: approval.requestedAt.toISOString(),
    decidedAt: approval.decidedAt?.toISOString() ?? null,
    decidedBy: approval.decidedBy,
    reason: approval.reason,
    carriedOutBy: approval.carriedOutBy,
  };
}
