import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import { decidePause } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Holds an execution: nothing more is read for it, what was read is still applied. Its worker notices within a second. */
export class PauseExecution {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` for one that neither runs nor is paused. */
  async pause(
    { tenantId, actor }: Caller,
    { execution: id }: RequestOf<'pauseExecution'>,
  ): Promise<ExecutionView> {
    const { paused, view } = await this.store.of(tenantId).transaction(async (tx) => {
      const running = await lockExecution(tx, id);
      const now = await tx.now();
      const outages = await tx.outages.since(running.clockSince ?? now);
      const execution = decidePause(running, { actor, outages, now });
      if (execution !== undefined) await tx.executions.save(execution);
      return {
        paused: execution !== undefined,
        view: await viewExecution(tx, await findExecution(tx, id)),
      };
    });
    if (paused) this.log.info('execution paused', { executionId: id, actor });
    return view;
  }
}
