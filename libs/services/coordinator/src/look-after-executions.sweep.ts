import { describeProblem } from '@evenkeel/domain';
import { tellOfChunks } from '@evenkeel/operations';
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
    const failures: unknown[] = [];
    for (const execution of going) {
      // One that fails every time must not keep the others from being looked after.
      await this.executions.coordinate(execution).catch((error: unknown) => void failures.push(error));
    }
    await this.chunks.dispatch().catch((error: unknown) => void failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, describeProblem(failures[0]).message);
  }
}
