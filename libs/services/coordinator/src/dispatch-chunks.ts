import { decideDispatch, PROCESSED_BEFORE_ARMED, type ChunkQueue } from '@evenkeel/domain';
import { handOutChunks } from '@evenkeel/operations';
import { Store, type StoredQueue } from '@evenkeel/ports';
import { DispatchSettings } from './dispatch-settings.js';

/** Decides over all executions together which planned chunks may be claimed. Calling it once too often does nothing. */
export class DispatchChunks {
  constructor(
    private readonly store: Store,
    private readonly windows: DispatchSettings,
  ) {}

  async dispatch(): Promise<void> {
    await this.store.system.transaction(async (tx) => {
      if (!(await tx.dispatch.hasPlanned())) return;
      // What is under way must not change between looking and deciding, but for what ends.
      await tx.dispatch.lock();
      const queues = (await tx.dispatch.queues(this.windows.unclaimed)).map((queue) =>
        toQueue(queue, this.windows),
      );
      const loads = await tx.dispatch.loads();
      const turns = decideDispatch({ queues, loads, windows: this.windows, now: await tx.now() });
      if (turns.length > 0) await handOutChunks(tx, turns);
    });
  }
}

function toQueue(
  { path, processed, ...queue }: StoredQueue,
  { perExecution, untilBreakerArmed }: DispatchSettings,
): ChunkQueue {
  const window = perExecution[path.kind];
  return {
    ...queue,
    window: processed < PROCESSED_BEFORE_ARMED ? Math.min(untilBreakerArmed, window) : window,
  };
}
