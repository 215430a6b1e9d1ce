import { SyncError, type JobId, type TriggerId } from '@evenkeel/domain';
import type { Digest, Ids, StoredTrigger, Transaction } from '@evenkeel/ports';
import { triggerIdFor } from './trigger-id.js';

/** A request for a run, and the key that it came with. */
export interface RunRequestWithKey {
  readonly jobId: JobId;
  readonly key: string | undefined;
  /** All that it says, but for who says it. */
  readonly says: readonly (string | undefined)[];
}

export interface KeyedRequest {
  /** Of the trigger that it is to become. */
  readonly id: TriggerId;
  /** To be kept with that. */
  readonly asked: string | null;
  /** The one that it became, where it came before. */
  readonly earlier: StoredTrigger | undefined;
}

/** Rejects with `request.key_reused` when the key came before with another request. */
export async function readKeyed(
  tx: Transaction,
  { ids, digest }: { readonly ids: Ids; readonly digest: Digest },
  { jobId, key, says }: RunRequestWithKey,
): Promise<KeyedRequest> {
  if (key === undefined) return { id: ids.next(), asked: null, earlier: undefined };
  const id = triggerIdFor(digest, jobId, key);
  const asked = digest.of(JSON.stringify(says.map((part) => part ?? null)));
  const earlier = await tx.triggers.find(id);
  if (earlier === undefined || earlier.asked === asked) return { id, asked, earlier };
  throw keyReused();
}

export function keyReused(): SyncError {
  return new SyncError('request.key_reused', 'This Idempotency-Key was sent before with a different request');
}
