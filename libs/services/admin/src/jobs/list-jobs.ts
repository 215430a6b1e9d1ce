import { Injectable } from '@nestjs/common';
import type { JobView, ListQuery, ListView } from '@evenkeel/contracts-http';
import type { Job } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import { toListRequest, toListView } from '../http/cursor.js';
import { findJob } from './find-job.js';
import { jobToView } from './job-view.js';

@Injectable()
export class ListJobs {
  constructor(private readonly store: Store) {}

  async list(query: ListQuery): Promise<ListView<JobView>> {
    const request = toListRequest('jobs', query);
    return this.store.transaction(async (tx) => {
      const listed = await tx.jobs.list(request);
      const names = await connectionNames(tx, listed.items);
      return toListView('jobs', listed, (job) =>
        jobToView(job, { id: job.connectionId, name: names.get(job.connectionId) ?? '' }),
      );
    });
  }

  async show(reference: string): Promise<JobView> {
    return this.store.transaction(async (tx) => {
      const job = await findJob(tx, reference);
      const names = await connectionNames(tx, [job]);
      return jobToView(job, { id: job.connectionId, name: names.get(job.connectionId) ?? '' });
    });
  }
}

/** Jobs share few connections: one look-up for each of those. */
async function connectionNames(tx: Transaction, jobs: readonly Job[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(jobs.map((job) => job.connectionId))) {
    const connection = await tx.connections.find(id);
    if (connection !== undefined) names.set(id, connection.name);
  }
  return names;
}
