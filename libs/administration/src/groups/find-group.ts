import { looksLikeAnId } from '@evenkeel/contracts-admin';
import { SyncError, type SyncGroup } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Finds a group by its id or its name. Rejects with `request.not_found`. */
export async function findGroup(tx: Transaction, reference: string): Promise<SyncGroup> {
  const found = looksLikeAnId(reference)
    ? await tx.groups.find(reference)
    : await tx.groups.findByName(reference);
  if (found === undefined) throw new SyncError('request.not_found', `There is no group "${reference}"`);
  return found;
}
