import type { JobRemovalView, RequestOf } from '@evenkeel/contracts-admin';
import type { Job, JobId } from '@evenkeel/domain';
import { Logger, Store, type JobRemoval, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
import { assertNotNeeded, beginJobRemoval } from './begin-job-removal.js';
import { assertRevision } from './assert-revision.js';
import { ClearRemovedJob } from './clear-removed-job.js';
import { findJobEver } from './find-job.js';

/** Ends a job: its runs are cancelled, its history and its records stay, its name is free. */
export class RemoveJobUseCase {
  constructor(
    private readonly store: Store,
    private readonly clearing: ClearRemovedJob,
    private readonly log: Logger,
  ) {}

  /**
   * Once this has resolved nothing more is written for it. Doing it twice changes nothing the second time, except that
   * references may be dropped later than the job. Rejects with `request.wrong_state` while others depend on it.
   */
  async remove(
    { tenantId, actor }: Caller,
    { job: reference, detach, force }: RequestOf<'removeJob'>,
    { seen }: Terms,
  ): Promise<JobRemovalView> {
    const job = await this.store.of(tenantId).transaction(async (tx) => {
      await tx.jobs.lockDependencies();
      const { id } = await findJobEver(tx, reference);
      const locked = await lockJob(tx, id);
      assertRevision(`Job ${locked.name}`, locked.revision, seen);
      await assertEditable(tx, { kind: 'Job', id, name: locked.name }, { actor, force, removes: true });
      return this.begin(tx, locked, { actor, detach });
    });
    const { id, name, removedAt } = job;
    const cancelled = await this.finish({ tenantId, actor }, id);
    this.log.info('job removed', { jobId: id, actor, detach });
    return {
      id,
      name,
      removedAt: (removedAt as Date).toISOString(),
      cancelled,
      references: detach ? 'dropping' : 'kept',
    };
  }

  /** The same of a locked job, within a transaction that has locked dependencies. The rest is to be finished once that is committed. */
  async begin(tx: Transaction, job: Job, removal: JobRemoval): Promise<Job> {
    await assertNotNeeded(tx, job);
    await beginJobRemoval(tx, job.id, removal);
    return lockJob(tx, job.id);
  }

  /** Cancels what runs of it; how many. A sweep does it where the process ends before. */
  finish({ tenantId, actor }: Pick<Caller, 'tenantId' | 'actor'>, id: JobId): Promise<number> {
    return this.clearing.cancelAll({ tenantId, id, actor, withConnection: false });
  }
}

async function lockJob(tx: Transaction, id: string): Promise<Job> {
  const job = await tx.jobs.lock(id);
  if (job === undefined) throw new Error(`Job ${id} is gone although it was just there`);
  return job;
}
