import { Ids, Store, type DueJob } from '@evenkeel/ports';
import { beginExecution } from './begin-execution.js';
import { keepBeginning } from './keep-beginning.js';
import { pairingScope, readPairing } from './read-pairing.js';
import { readPath } from './read-path.js';
import { readScope } from './read-scope.js';
import { readUnmet } from './read-unmet.js';

/** Starts the bulk execution that waited for its turn. Its scope is decided anew: the run before moved the watermark. */
export class BeginWaitingExecution {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  /** The run of this job that waits, and those of jobs that waited for this one. */
  async beginAfter({ tenantId, jobId }: DueJob): Promise<void> {
    await this.begin({ tenantId, jobId });
    const dependents = await this.store.of(tenantId).transaction((tx) => tx.jobs.listDependents(jobId));
    for (const dependent of dependents) await this.begin({ tenantId, jobId: dependent });
  }

  async begin({ tenantId, jobId }: DueJob): Promise<void> {
    await this.store.of(tenantId).transaction(async (tx) => {
      const { active, queued } = await tx.executions.lockBulkOf(jobId);
      if (active !== undefined || queued === undefined) return;
      // A cancel locks the execution only: what was read under the job's lock may be over by now.
      const waiting = await tx.executions.lock(queued.id);
      if (waiting?.status !== 'queued') return;
      const job = await tx.jobs.find(jobId);
      const trigger = await tx.triggers.find(waiting.triggerId);
      if (job === undefined || trigger === undefined) return;
      if ((await readUnmet(tx, job)).length > 0) return;
      const now = await tx.now();
      // An execution of its own is there already: no other one goes on in its place.
      const isPairing = await readPairing(tx, job, 'bulk');
      const { scope, scopeNote } = isPairing
        ? pairingScope(job)
        : await readScope(tx, job, { trigger, now, mayResume: false });
      const path = await readPath(tx, job, scope);
      const begun = beginExecution(
        { ...waiting, scopeNote },
        { ...path, job, scope, now, ids: this.ids, isPairing },
      );
      await tx.executions.save(begun.execution);
      await keepBeginning(tx, { ...begun, now });
    });
  }
}
