import { executionDue } from '@evenkeel/contracts-messages';
import { planRetries, toTryAgain, type Chunk, type Execution, type FailedRecords } from '@evenkeel/domain';
import type { Ids, Random, Transaction } from '@evenkeel/ports';

interface Retrying {
  readonly chunks: readonly Chunk[];
  readonly now: Date;
  readonly ids: Ids;
  readonly random: Random;
}

/**
 * Once every chunk has reached its end, adds chunks that read again what failed in a way that may pass. False where there is
 * nothing of that kind, or everything was tried often enough.
 */
export async function retryRecords(
  tx: Transaction,
  execution: Execution,
  { chunks, now, ids, random }: Retrying,
): Promise<boolean> {
  const parts: FailedRecords[] = [];
  for (const chunk of toTryAgain(chunks)) {
    parts.push({ chunk, externalIds: await tx.pages.retried(execution.id, chunk.id) });
  }
  const retries = planRetries(parts, {
    siblings: chunks,
    nextId: () => ids.next(),
    now,
    random: () => random.next(),
  });
  if (retries.length === 0) return false;
  await tx.chunks.insert(retries);
  await tx.executions.save({ ...execution, phase: 'retrying' });
  await tx.outbox.add(executionDue, [{ executionId: execution.id }]);
  return true;
}
