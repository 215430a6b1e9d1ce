import { SyncError } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * Rejects with `request.wrong_state` where a write of one of these records to a provider is under way: what that provider holds is known once it has answered, and records
 * become one, or are parted, only then.
 */
export async function assertNotInWriting(
  tx: Transaction,
  recordIds: readonly string[],
  what: string,
): Promise<void> {
  const [open] = await tx.agreements.inWriting(recordIds);
  if (open === undefined) return;
  const message = `${what} waits: a write of record ${open} to a provider is under way, or its answer is not known yet. Try again once it is settled (evenkeel pushes list)`;
  throw new SyncError('request.wrong_state', message);
}
