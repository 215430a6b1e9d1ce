import { executionDue } from '@evenkeel/contracts-messages';
import type { Chunk, Execution } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Adds planned chunks to an execution that the caller has locked or just stored, and tells the coordinator of them. */
export async function addChunks(
  tx: Transaction,
  { id: executionId }: Pick<Execution, 'id'>,
  chunks: readonly Chunk[],
): Promise<void> {
  await tx.chunks.insert(chunks);
  await tx.outbox.add(executionDue, [{ executionId }]);
}
