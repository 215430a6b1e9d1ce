import { chunkAssigned } from '@evenkeel/contracts-messages';
import type { DispatchTurn } from '@evenkeel/domain';
import type { QueuedChunk, SystemTransaction } from '@evenkeel/ports';

/** A chunk that was abandoned meanwhile stays so; executors hear of the others in the order of their turns. */
export async function handOutChunks(tx: SystemTransaction, turns: readonly DispatchTurn[]): Promise<void> {
  const assigned = await tx.chunkQueue.assign(
    turns.map(({ chunkId }) => chunkId),
    turns.map(({ at }) => at),
  );
  await tellOfChunks(tx, assigned);
}

/** Tells executors, again where they were told before, of chunks that are assigned. */
export async function tellOfChunks(tx: SystemTransaction, assigned: readonly QueuedChunk[]): Promise<void> {
  await tx.outbox.add(
    chunkAssigned,
    assigned.map(({ tenantId, id: chunkId, executionId, epoch }) => ({
      tenantId,
      chunkId,
      executionId,
      epoch,
    })),
  );
}
