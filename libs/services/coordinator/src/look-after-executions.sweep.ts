import { Injectable } from '@nestjs/common';
import { chunkAssigned } from '@evenkeel/contracts-messages';
import { Store, Sweep } from '@evenkeel/ports';
import { CoordinateExecution } from './coordinate-execution.js';

const UNCLAIMED_AFTER_MS = 5_000;

/** Finds what a lost message or a dead process left behind: ended leases, chunks nobody took, runs nobody closed. */
@Injectable()
export class LookAfterExecutions extends Sweep {
  readonly everyMs = 2_000;

  constructor(
    private readonly store: Store,
    private readonly executions: CoordinateExecution,
  ) {
    super();
  }

  async run(): Promise<void> {
    await this.store.transaction(async (tx) => {
      const expired = await tx.chunks.expireLeases();
      // A chunk whose lease has just ended has waited long enough.
      const unclaimed = await tx.chunks.listUnclaimed(expired.length > 0 ? 0 : UNCLAIMED_AFTER_MS);
      await tx.outbox.add(
        chunkAssigned,
        unclaimed.map(({ id: chunkId, executionId, epoch }) => ({ chunkId, executionId, epoch })),
      );
    });
    const running = await this.store.transaction((tx) => tx.executions.listRunning());
    for (const executionId of running) await this.executions.coordinate(executionId);
  }
}
