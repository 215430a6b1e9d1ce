import { executionClosed } from '@evenkeel/contracts-messages';
import {
  closeOutCounts,
  endedAs,
  hasSucceeded,
  receiptOf,
  type Chunk,
  type Execution,
  type ExecutionId,
  type ExecutionReason,
  type Receipt,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * Saves a locked execution as it ended (`endedAs`), with its receipt, and tells of it. From the commit on no page of an
 * earlier epoch can be applied, and none of this one is left. Without a `receipt` its chunks are abandoned and counted here.
 * Gives the ended execution, to be counted by `ExecutionMetrics` once the transaction has committed.
 */
export async function endExecution(tx: Transaction, ended: Execution, receipt?: Receipt): Promise<Execution> {
  const counted = receipt ?? receiptOf(await abandonChunks(tx, ended.id));
  await tx.executions.save(ended);
  if (hasSucceeded(ended.status)) await tx.executionRetries.resolveDeadLetters(ended);
  else if (ended.plan) await tx.plans.failMaking(ended, ended.reason?.message ?? ended.status);
  const closeOut = closeOutCounts(ended, await tx.closeOuts.find(ended.id));
  await tx.receipts.save(ended.id, { ...counted, closeOut });
  await tx.outbox.add(executionClosed, [{ executionId: ended.id, jobId: ended.jobId }]);
  return ended;
}

/**
 * Stores an execution that cannot begin as one that failed. It was in the way of no other run and had no chunks, so that no
 * message tells of it; a run of a group that waits for it is taken up by its sweep.
 */
export async function failAtOnce(
  tx: Transaction,
  execution: Execution,
  { reason, now }: { readonly reason: ExecutionReason; readonly now: Date },
): Promise<Execution> {
  const failed = { ...endedAs(execution, { status: 'failed', reason }, now), startedAt: now };
  await tx.executions.insert(failed);
  await tx.receipts.save(failed.id, receiptOf([]));
  return failed;
}

/** Takes every chunk from the process that works on it; only then do their counts add up to what was really applied. */
export async function abandonChunks(tx: Transaction, executionId: ExecutionId): Promise<readonly Chunk[]> {
  await tx.chunks.abandonAll(executionId);
  return tx.chunks.ofExecution(executionId);
}
