import {
  addCounts,
  executionBreakerProblem,
  countInputs,
  tripsExecutionBreaker,
  countsForBreaker,
  executionBreakerCounts,
  type Chunk,
  type PagePlan,
  type Problem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Whether with these pages too much of the execution has failed: decided in the transaction that applies them. */
export async function findBrokenRun(
  tx: Transaction,
  chunk: Chunk,
  plan: PagePlan,
): Promise<Problem | undefined> {
  if (!countsForBreaker(chunk.slice)) return undefined;
  const before = await tx.pages.breakerCounts(chunk.executionId);
  const added = executionBreakerCounts(addCounts(plan.inputs.map(countInputs)).outcomes);
  const judged = { processed: before.processed + added.processed, failed: before.failed + added.failed };
  return tripsExecutionBreaker(judged) ? executionBreakerProblem(judged) : undefined;
}
