import { Injectable } from '@nestjs/common';
import type { ExecutionView } from '@evenkeel/contracts-http';
import { executionClosed } from '@evenkeel/contracts-messages';
import { closeOutCounts, decideCancel, receiptOf, type ExecutionId } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Stops an execution: once this has resolved nothing is written for it any more. */
@Injectable()
export class CancelExecution {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` for one that has ended otherwise. */
  async cancel(id: ExecutionId, actor: string): Promise<ExecutionView> {
    const { cancelled, view } = await this.store.transaction(async (tx) => {
      const decision = decideCancel(await lockExecution(tx, id), { actor, now: await tx.now() });
      if (decision.kind === 'cancel') {
        const { execution } = decision;
        await tx.executions.save(execution);
        // Only once no chunk can move any more do their counts add up to what was really applied.
        await tx.chunks.abandonAll(id);
        const closeOut = closeOutCounts(execution, await tx.closeOuts.find(id));
        const receipt = { ...receiptOf(await tx.chunks.ofExecution(id)), closeOut };
        await tx.executions.saveReceipt(id, receipt);
        await tx.outbox.add(executionClosed, [{ executionId: id, jobId: execution.jobId }]);
      }
      return {
        cancelled: decision.kind === 'cancel',
        view: await viewExecution(tx, await findExecution(tx, id)),
      };
    });
    if (cancelled) this.log.info('execution cancelled', { executionId: id, actor });
    return view;
  }
}
