import { Injectable } from '@nestjs/common';
import type { ExecutionView } from '@evenkeel/contracts-http';
import { planReady } from '@evenkeel/contracts-messages';
import { decideResume, JOB_DEFAULTS, type ExecutionId } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Lets an ended execution go on from the last page that was applied. */
@Injectable()
export class ResumeExecution {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` when it may not, or when nothing is left of it. */
  async resume(id: ExecutionId, actor: string): Promise<ExecutionView> {
    const { resumed, view } = await this.store.transaction(async (tx) => {
      const { jobId, jobRevision } = await findExecution(tx, id);
      // The job first, as whoever opens an execution does: otherwise two of them could wait for each other.
      const { active } = await tx.executions.lockBulkOf(jobId);
      const ended = await lockExecution(tx, id);
      const job = await tx.jobs.find(jobId, jobRevision);
      const decision = decideResume(ended, {
        chunks: await tx.chunks.ofExecution(id),
        activeBulk: active?.id,
        timeoutMinutes: job?.definition.timeoutMinutes ?? JOB_DEFAULTS.timeoutMinutes,
        now: await tx.now(),
      });
      if (decision.kind === 'resume') {
        await tx.executions.save(decision.execution);
        await tx.chunks.replan(id, decision.execution.epoch);
        await tx.outbox.add(planReady, [{ executionId: id }]);
      }
      return {
        resumed: decision.kind === 'resume',
        view: await viewExecution(tx, await findExecution(tx, id)),
      };
    });
    if (resumed) this.log.info('execution resumed', { executionId: id, actor });
    return view;
  }
}
