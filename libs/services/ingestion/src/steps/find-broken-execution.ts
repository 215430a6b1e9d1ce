import {
  countsForBreaker,
  executionBreakerCounts,
  executionBreakerProblem,
  tripsExecutionBreaker,
  type Chunk,
  type OutcomeCounts,
  type Problem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Whether with these pages too much of the execution has failed: decided in the transaction that applies them. */
export async function findBrokenExecution(
  tx: Transaction,
  chunk: Chunk,
  outcomes: OutcomeCounts,
): Promise<Problem | undefined> {
  if (!countsForBreaker(chunk.slice)) return undefined;
  const before = await tx.pages.breakerCounts(chunk.executionId);
  const added = executionBreakerCounts(outcomes);
  const counts = { processed: before.processed + added.processed, failed: before.failed + added.failed };
  return tripsExecutionBreaker(counts) ? executionBreakerProblem(counts) : undefined;
}
