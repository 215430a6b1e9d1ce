import { planRetries, type FailedRecords } from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** Adds chunks that read again, once every chunk has reached its end, what failed in a way that may pass. */
export async function retryRecords(
  { tx, execution, chunks, now, ids, random }: Acting,
  { parts }: { readonly parts: readonly FailedRecords[] },
): Promise<void> {
  const retries = planRetries(parts, {
    siblings: chunks,
    nextId: () => ids.next(),
    now,
    random: () => random.next(),
  });
  await tx.executions.save({ ...execution, phase: 'retrying' });
  await addChunks(tx, execution, retries);
}
