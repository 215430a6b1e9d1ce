import { SyncError } from '@evenkeel/domain';
import type { OpenEndpoint, Transaction } from '@evenkeel/ports';

/** Rejects with `request.not_found` where there is no open one of this id. */
export async function findEndpoint(
  tx: Transaction,
  id: string,
  why: 'to look' | 'to change it' = 'to look',
): Promise<OpenEndpoint> {
  const endpoint = await (why === 'to look' ? tx.webhooks.findEndpoint(id) : tx.webhooks.lockEndpoint(id));
  if (endpoint !== undefined) return endpoint;
  throw new SyncError('request.not_found', `There is no open webhook endpoint "${id}"`);
}
