import { attemptEach, tellOfChunks } from '@evenkeel/operations';
import { Store, Sweep } from '@evenkeel/ports';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';

const UNCLAIMED_AFTER_MS = 5_000;

/** Finds what a lost message or a dead process left behind: ended leases, chunks that no executor claimed, executions that were not closed. */
export class LookAfterExecutions extends Sweep {
  readonly everyMs = 2_000;

  constructor(
    private readonly store: Store,
    private readonly executions: CoordinateExecution,
    private readonly chunks: DispatchChunks,
  ) {
    super();
  }

  async run(): Promise<void> {
    const going = await this.store.system.transaction(async (tx) => {
      const expired = await tx.chunkQueue.expireLeases();
      const unclaimed = await tx.chunkQueue.listUnclaimed(UNCLAIMED_AFTER_MS);
      await tellOfChunks(tx, [...expired, ...unclaimed]);
      return tx.due.executions();
    });
    const works = going.map((execution) => () => this.executions.coordinate(execution));
    await attemptEach([...works, () => this.chunks.dispatch()], (work) => work());
  }
}
