import {
  addCounts,
  brokenRun,
  countInputs,
  isBroken,
  isJudged,
  judgedCounts,
  type Chunk,
  type PagePlan,
  type Problem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Whether with these pages too much of the run has failed: judged in the transaction that applies them. */
export async function findBrokenRun(
  tx: Transaction,
  chunk: Chunk,
  plan: PagePlan,
): Promise<Problem | undefined> {
  if (!isJudged(chunk.slice)) return undefined;
  const before = await tx.pages.judged(chunk.executionId);
  const added = judgedCounts(addCounts(plan.inputs.map(countInputs)).outcomes);
  const judged = { processed: before.processed + added.processed, failed: before.failed + added.failed };
  return isBroken(judged) ? brokenRun(judged) : undefined;
}
