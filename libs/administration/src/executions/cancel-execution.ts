import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import { executionClosed } from '@evenkeel/contracts-messages';
import {
  closeOutCounts,
  decideCancel,
  receiptOf,
  type Canceller,
  type Execution,
  type ExecutionId,
} from '@evenkeel/domain';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Stops an execution: once this has resolved nothing is written for it any more. */
export class CancelExecution {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` for one that has ended otherwise. */
  async cancel({ actor }: Caller, { execution: id }: RequestOf<'cancelExecution'>): Promise<ExecutionView> {
    const { cancelled, view } = await this.store.transaction(async (tx) => {
      const stopped = await stopExecution(tx, await lockExecution(tx, id), { actor, now: await tx.now() });
      return {
        cancelled: stopped,
        view: await viewExecution(tx, await findExecution(tx, id)),
      };
    });
    if (cancelled) this.log.info('execution cancelled', { executionId: id, actor });
    return view;
  }
}

/** False if somebody cancelled it before. The execution is locked. */
export async function stopExecution(tx: Transaction, locked: Execution, by: Canceller): Promise<boolean> {
  const decision = decideCancel(locked, by);
  if (decision.kind !== 'cancel') return false;
  const { id, jobId, plan, reason } = decision.execution;
  await tx.executions.save(decision.execution);
  if (plan) await tx.plans.failMaking({ id, jobId }, reason?.message ?? 'Cancelled');
  // Only once no chunk can move any more do their counts add up to what was really applied.
  await tx.chunks.abandonAll(id);
  const closeOut = closeOutCounts(decision.execution, await tx.closeOuts.find(id));
  await tx.receipts.save(id, { ...receiptOf(await tx.chunks.ofExecution(id)), closeOut });
  await tx.outbox.add(executionClosed, [{ executionId: id, jobId }]);
  return true;
}
