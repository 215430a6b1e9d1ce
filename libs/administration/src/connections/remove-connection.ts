import type { ConnectionRemovalView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError, type Connection, type Job, type JobId } from '@evenkeel/domain';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { assertNotNeeded, beginJobRemoval } from '../jobs/begin-job-removal.js';
import { ClearRemovedJob } from '../jobs/clear-removed-job.js';
import { findConnection } from './find-connection.js';

/** Ends a connection: its runs are cancelled, its endpoints close, its secrets are deleted, its name is free. */
export class RemoveConnectionUseCase {
  constructor(
    private readonly store: Store,
    private readonly clearing: ClearRemovedJob,
    private readonly log: Logger,
  ) {}

  /** Once this has resolved nothing more is written for it. Rejects with `request.wrong_state` where it has jobs that were to stay, and
   * with `request.stale` if it is at another revision than the caller has seen. */
  async remove(
    { tenantId, actor }: Caller,
    { connection: reference, jobs: withJobs, detach }: RequestOf<'removeConnection'>,
    { seen }: Terms,
  ): Promise<ConnectionRemovalView> {
    const tenant = this.store.of(tenantId);
    const { connection, jobs } = await tenant.transaction(async (tx) => {
      // No job is added to it meanwhile.
      await tx.jobs.lockDependencies();
      const found = await findConnection(tx, reference);
      const ids = await tx.connectionRemovals.lockJobs(found.id);
      const leaving = await Promise.all(ids.map((id) => lockedJob(tx, id)));
      const { name: current, revision } = (await tx.connections.lock(found.id)) ?? found;
      assertRevision(`Connection ${current}`, revision, seen);
      if (!withJobs) assertNoJobs(found, leaving);
      for (const job of leaving) await assertNotNeeded(tx, job, ids);
      for (const id of ids) await beginJobRemoval(tx, id, { actor, detach });
      await tx.connectionRemovals.begin(found.id, actor);
      return { connection: found, jobs: leaving };
    });
    const { id, name } = connection;
    let cancelled = 0;
    for (const job of jobs)
      cancelled += await this.clearing.cancelAll({ tenantId, id: job.id, actor, withConnection: true });
    await tenant.transaction((tx) => tx.connectionRemovals.clear(id));
    this.log.info('connection removed', { connectionId: id, actor, jobs: jobs.length, detach });
    return {
      id,
      name,
      jobs: jobs.map((job) => job.name),
      cancelled,
      references: detach && jobs.length > 0 ? 'dropping' : 'kept',
    };
  }
}

async function lockedJob(tx: Transaction, id: JobId): Promise<Job> {
  const job = await tx.jobs.find(id);
  if (job === undefined) throw new Error(`Job ${id} is gone although it is locked`);
  return job;
}

function assertNoJobs({ name }: Connection, jobs: readonly Job[]): void {
  if (jobs.length === 0) return;
  throw new SyncError(
    'request.wrong_state',
    `${name} has jobs (${jobs.map((job) => job.name).join(', ')}): remove them first, or with it ` +
      '(`evenkeel connections remove NAME --with-jobs`)',
  );
}
