import { describeRepeats, isStable, type ExecutionId, type ListedChunk } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * What the listing chunks of an execution gave, once all of them are applied. Where the listing may have shifted and named a record
 * twice, that is kept with them as a doubt.
 */
export async function loadListing(
  tx: Transaction,
  executionId: ExecutionId,
): Promise<readonly ListedChunk[]> {
  const listing = await tx.closeOuts.listing(executionId);
  if (isStable(listing)) return listing;
  const reason = describeRepeats(listing, await tx.closeOuts.repeats(executionId));
  if (reason === undefined) return listing;
  await tx.closeOuts.doubt(executionId, reason);
  return listing.map((chunk) => ({ ...chunk, doubt: chunk.doubt ?? reason }));
}
