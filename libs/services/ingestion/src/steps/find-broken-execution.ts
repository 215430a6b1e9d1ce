import {
  brokenRun,
  isBroken,
  isJudged,
  judgedCounts,
  type Chunk,
  type OutcomeCounts,
  type Problem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Whether with these pages too much of the execution has failed: judged in the transaction that applies them. */
export async function findBrokenExecution(
  tx: Transaction,
  chunk: Chunk,
  outcomes: OutcomeCounts,
): Promise<Problem | undefined> {
  if (!isJudged(chunk.slice)) return undefined;
  const before = await tx.pages.judged(chunk.executionId);
  const added = judgedCounts(outcomes);
  const judged = { processed: before.processed + added.processed, failed: before.failed + added.failed };
  return isBroken(judged) ? brokenRun(judged) : undefined;
}
