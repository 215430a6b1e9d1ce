import type { JobView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import type { Connection, Job, JobId } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from './find-job.js';
import { jobToView } from './job-view.js';

export class ListJobs {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller, query: RequestOf<'listJobs'>): Promise<ListView<JobView>> {
    const request = toListRequest('jobs', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { items, next } = await tx.jobs.list(request);
      return toListView('jobs', { items: await viewJobs(tx, items), next }, (view) => view);
    });
  }

  async show({ tenantId }: Caller, { job: reference }: RequestOf<'showJob'>): Promise<JobView> {
    return this.store.of(tenantId).transaction(async (tx) => viewJob(tx, await findJobEver(tx, reference)));
  }
}

export async function viewJob(tx: Transaction, job: Job): Promise<JobView> {
  const [view] = await viewJobs(tx, [job]);
  if (view === undefined) throw new Error('One job makes one view');
  return view;
}

async function viewJobs(tx: Transaction, jobs: readonly Job[]): Promise<readonly JobView[]> {
  const now = await tx.now();
  const connections = await connectionsOf(tx, jobs);
  const managers = await tx.configuration.managers(
    'Job',
    jobs.map(({ id }) => id),
  );
  const views: JobView[] = [];
  for (const job of jobs) {
    const connection = connections.get(job.connectionId);
    if (connection === undefined) throw new Error(`Job ${job.id} has no connection`);
    const needed = await findAll(tx, job.definition.dependsOn);
    const runs = { jobId: job.id, withoutPreviews: true };
    const newest = await tx.executions.list(runs, { after: null, limit: 1 });
    const completed = { ...runs, statuses: ['completed'] } as const;
    const successes = await tx.executions.list(completed, { after: null, limit: 1 });
    const [lastRun, lastSuccess] = [newest.items[0], successes.items[0]];
    const skipped = job.definition.schedule === null ? undefined : await tx.scheduleSlots.lastSkipped(job.id);
    const fullRuns = await tx.fullExecutions.history(job.id);
    const managedBy = managers.get(job.id) ?? null;
    const runsOf = { lastRun, lastSuccess, skipped, fullRuns };
    views.push(jobToView({ job, connection, needed, ...runsOf, managedBy, now }));
  }
  return views;
}

async function findAll(tx: Transaction, ids: readonly JobId[]): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const id of ids) {
    const job = await tx.jobs.find(id);
    if (job !== undefined) jobs.push(job);
  }
  return jobs;
}

/** Jobs share few connections: one look-up for each of those. */
async function connectionsOf(
  tx: Transaction,
  jobs: readonly Job[],
): Promise<ReadonlyMap<string, Connection>> {
  const connections = new Map<string, Connection>();
  for (const id of new Set(jobs.map((job) => job.connectionId))) {
    const connection = await tx.connections.find(id);
    if (connection !== undefined) connections.set(id, connection);
  }
  return connections;
}
