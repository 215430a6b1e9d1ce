import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import { executionDue } from '@evenkeel/contracts-messages';
import { decideGoingOn, type Execution } from '@evenkeel/domain';
import { resumeEnded } from '@evenkeel/operations';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { assertJobIsThere } from '../jobs/find-job.js';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Lets a paused execution go on where it stands, and an ended one from the last page that was applied. */
export class ResumeExecution {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` when it may not, or when nothing is left of it. */
  async resume(
    { tenantId, actor }: Caller,
    { execution: id }: RequestOf<'resumeExecution'>,
  ): Promise<ExecutionView> {
    const { resumed, view } = await this.store.of(tenantId).transaction(async (tx) => {
      const { jobId } = await findExecution(tx, id);
      // The job first, as everything that opens an execution does: otherwise two of them could wait for each other.
      const { active } = await tx.executions.lockBulkOf(jobId);
      await assertJobIsThere(tx, jobId);
      const execution = await lockExecution(tx, id);
      const hasResumed =
        execution.status === 'paused'
          ? await goOn(tx, execution)
          : (await resumeEnded(tx, execution, { activeBulk: active?.id })) !== undefined;
      if (hasResumed) await tx.outbox.add(executionDue, [{ executionId: id }]);
      return { resumed: hasResumed, view: await viewExecution(tx, await findExecution(tx, id)) };
    });
    if (resumed) this.log.info('execution resumed', { executionId: id, actor });
    return view;
  }
}

async function goOn(tx: Transaction, paused: Execution): Promise<boolean> {
  const controls = await tx.controls.ofJob(paused.jobId);
  await tx.executions.save(decideGoingOn(paused, controls, await tx.now()));
  await tx.chunks.withdraw(paused.id);
  return true;
}
