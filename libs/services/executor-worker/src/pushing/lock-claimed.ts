import type { Chunk } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { ClaimLost } from '../reading/chunk-lease.js';

/** Until the end of the transaction the claim of the chunk holds. Rejects with {@link ClaimLost}. */
export async function lockClaimed(tx: Transaction, { id, attempt, epoch }: Chunk): Promise<void> {
  const chunk = await tx.chunks.lock(id);
  const isOurs = chunk?.state === 'claimed' && chunk.attempt === attempt && chunk.epoch === epoch;
  if (!isOurs) throw new ClaimLost(`Chunk ${id} is no longer ours`);
}
