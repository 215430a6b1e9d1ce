import type {
  ListView,
  PlanChangeView,
  PlanSummaryView,
  PlanView,
  RequestOf,
} from '@evenkeel/contracts-admin';
import { SyncError, type Plan, type PlanId } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { jobNamesOf } from '../failures/job-names.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from '../jobs/find-job.js';
import { changeToView, planToSummary, planToView } from './plan-view.js';

export class ShowPlan {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listPlans'>): Promise<ListView<PlanSummaryView>> {
    const request = toListRequest('plans', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const filter = query.job === undefined ? {} : { jobId: (await findJobEver(tx, query.job)).id };
      const plans = await tx.plans.list(filter, request);
      const [nameOf, now] = [await jobNamesOf(tx, plans.items), await tx.now()];
      return toListView('plans', plans, (plan) => planToSummary(plan, { jobName: nameOf(plan.jobId), now }));
    });
  }

  async show({ tenantId }: Caller, { plan: id }: RequestOf<'showPlan'>): Promise<PlanView> {
    return this.store.of(tenantId).transaction(async (tx) => viewPlan(tx, await findPlan(tx, id)));
  }

  async changes(
    { tenantId }: Caller,
    { plan: id, ...query }: RequestOf<'listPlanChanges'>,
  ): Promise<ListView<PlanChangeView>> {
    const request = toListRequest('plan-changes', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      await findPlan(tx, id);
      return toListView('plan-changes', await tx.plans.changes(id, request), changeToView);
    });
  }
}

/** Rejects with `request.not_found`. */
export async function findPlan(tx: Transaction, id: PlanId): Promise<Plan> {
  const plan = await tx.plans.find(id);
  if (plan === undefined) throw new SyncError('request.not_found', `There is no plan ${id}`);
  return plan;
}

export async function viewPlan(tx: Transaction, plan: Plan): Promise<PlanView> {
  const job = await tx.jobs.find(plan.jobId);
  const connection = job && (await tx.connections.find(job.connectionId));
  const rate = connection?.quota?.rate ?? null;
  return planToView(plan, { jobName: job?.name ?? '', now: await tx.now(), rate });
}
