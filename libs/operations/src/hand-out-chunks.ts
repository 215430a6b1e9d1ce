import { chunkAssigned } from '@evenkeel/contracts-messages';
import type { Chunk, DispatchTurn } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** A chunk that was abandoned meanwhile stays so; executors hear of the others in the order of their turns. */
export async function handOutChunks(tx: Transaction, turns: readonly DispatchTurn[]): Promise<void> {
  const assigned = await tx.chunkQueue.assign(
    turns.map(({ chunkId }) => chunkId),
    turns.map(({ at }) => at),
  );
  await tellOfChunks(tx, assigned);
}

/** Tells executors, again where they were told before, of chunks that are assigned. */
export async function tellOfChunks(tx: Transaction, assigned: readonly Chunk[]): Promise<void> {
  await tx.outbox.add(
    chunkAssigned,
    assigned.map(({ id: chunkId, executionId, epoch }) => ({ chunkId, executionId, epoch })),
  );
}
