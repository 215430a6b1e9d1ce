import { looksLikeAnId } from '@evenkeel/contracts-admin';
import { SyncError, type Connection } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { meant } from '../meant.js';

/** Finds a connection by its id or its name. Rejects with `request.not_found`, also where it was removed. */
export async function findConnection(tx: Transaction, reference: string): Promise<Connection> {
  const found = looksLikeAnId(reference)
    ? await tx.connections.find(reference)
    : await tx.connections.findByName(reference);
  if (found !== undefined && found.removedAt === undefined) return found;
  const guess = await meant(reference, (request) => tx.connections.list(request));
  throw new SyncError('request.not_found', `There is no connection "${reference}"${guess}`);
}
