import { nearestName, SyncError } from '@evenkeel/domain';
import type { StoredChannel, Transaction } from '@evenkeel/ports';

/** Finds a channel by its id or its name. Rejects with `request.not_found`. */
export async function findChannel(
  tx: Transaction,
  reference: string,
  how: 'find' | 'lock' = 'find',
): Promise<StoredChannel> {
  const found = await tx.channels[how](reference);
  if (found !== undefined) return found;
  const names = (await tx.channels.list()).map(({ name }) => name);
  const near = nearestName(reference, names);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  throw new SyncError('request.not_found', `There is no notification channel "${reference}"${guess}`);
}
