import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import { decideCancel, type Canceller, type Execution } from '@evenkeel/domain';
import { endExecution, ExecutionMetrics } from '@evenkeel/operations';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Stops an execution: once this has resolved nothing is written for it any more. */
export class CancelExecution {
  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutionMetrics,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` for one that has ended otherwise. */
  async cancel(
    { tenantId, actor }: Caller,
    { execution: id }: RequestOf<'cancelExecution'>,
  ): Promise<ExecutionView> {
    const { cancelled, view } = await this.store.of(tenantId).transaction(async (tx) => {
      const stopped = await stopExecution(tx, await lockExecution(tx, id), { actor, now: await tx.now() });
      return {
        cancelled: stopped,
        view: await viewExecution(tx, await findExecution(tx, id)),
      };
    });
    if (cancelled === undefined) return view;
    this.metrics.countEnded(cancelled);
    this.log.info('execution cancelled', { executionId: id, actor });
    return view;
  }
}

/** The locked execution as it was cancelled, to be counted after the commit; undefined if it was cancelled before. */
export async function stopExecution(
  tx: Transaction,
  locked: Execution,
  by: Canceller,
): Promise<Execution | undefined> {
  const decision = decideCancel(locked, by);
  return decision.kind === 'cancel' ? endExecution(tx, decision.execution) : undefined;
}
