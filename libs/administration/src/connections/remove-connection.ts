import type { ConnectionRemovalView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError, type Connection, type Job, type JobId } from '@evenkeel/domain';
import { Logger, Store, type JobRemoval, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
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
    caller: Caller,
    { connection: reference, jobs: withJobs, detach, force }: RequestOf<'removeConnection'>,
    { seen }: Terms,
  ): Promise<ConnectionRemovalView> {
    const { actor } = caller;
    const leaving = await this.store.of(caller.tenantId).transaction(async (tx) => {
      // No job is added to it meanwhile.
      await tx.jobs.lockDependencies();
      const found = await findConnection(tx, reference);
      const ids = await tx.connectionRemovals.lockJobs(found.id);
      const jobs = await Promise.all(ids.map((id) => lockedJob(tx, id)));
      const { name: current, revision } = (await tx.connections.lock(found.id)) ?? found;
      assertRevision(`Connection ${current}`, revision, seen);
      const edit = { actor, force, removes: true };
      await assertEditable(tx, { kind: 'Connection', id: found.id, name: current }, edit);
      if (!withJobs) assertNoJobs(found, jobs);
      for (const { id, name } of jobs) await assertEditable(tx, { kind: 'Job', id, name }, edit);
      await this.begin(tx, { connection: found, jobs }, { actor, detach });
      return { connection: found, jobs };
    });
    const cancelled = await this.finish(caller, leaving);
    const { id, name } = leaving.connection;
    this.log.info('connection removed', { connectionId: id, actor, jobs: leaving.jobs.length, detach });
    return {
      id,
      name,
      jobs: leaving.jobs.map((job) => job.name),
      cancelled,
      references: detach && leaving.jobs.length > 0 ? 'dropping' : 'kept',
    };
  }

  /** The same of a locked connection and its locked jobs, within a transaction. The rest is to be finished once that is committed. */
  async begin(tx: Transaction, { connection, jobs }: LeavingConnection, removal: JobRemoval): Promise<void> {
    const ids = jobs.map(({ id }) => id);
    for (const job of jobs) await assertNotNeeded(tx, job, ids);
    for (const id of ids) await beginJobRemoval(tx, id, removal);
    await tx.connectionRemovals.begin(connection.id, removal.actor);
  }

  /** Cancels what runs of it and deletes its secrets; how many runs. A sweep does it where the process ends before. */
  async finish({ tenantId, actor }: Caller, { connection, jobs }: LeavingConnection): Promise<number> {
    let cancelled = 0;
    for (const { id } of jobs)
      cancelled += await this.clearing.cancelAll({ tenantId, id, actor, withConnection: true });
    await this.store.of(tenantId).transaction((tx) => tx.connectionRemovals.clear(connection.id));
    return cancelled;
  }
}

export interface LeavingConnection {
  readonly connection: Connection;
  readonly jobs: readonly Job[];
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
