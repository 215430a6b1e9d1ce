import { errorCatalog } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';
import type { Chunk } from '../chunk/chunk.js';
import { countsForBreaker } from '../chunk/slice.js';
import { sumOfOutcomes, type OutcomeCounts } from './outcome.js';
import { addCounts } from './receipt.js';

/** Fewer records say nothing of an execution; until so many are processed its pages go one by one. */
export const PROCESSED_BEFORE_ARMED = 10;

/** The counts that decide whether the execution breaker stops an execution. */
export interface ExecutionBreakerCounts {
  readonly processed: number;
  readonly failed: number;
}

/**
 * The part of these outcomes that counts for the breaker: what the job leaves out says nothing of the others, and of what is
 * tried again it is not known yet.
 */
export function executionBreakerCounts(outcomes: OutcomeCounts): ExecutionBreakerCounts {
  return {
    processed: sumOfOutcomes(outcomes, (outcome) => outcome.countsForBreaker),
    failed: sumOfOutcomes(
      outcomes,
      ({ countsForBreaker, counter }) => countsForBreaker && counter === 'failed',
    ),
  };
}

export function executionBreakerCountsOf(chunks: readonly Chunk[]): ExecutionBreakerCounts {
  return executionBreakerCounts(addCounts(chunks.filter(({ slice }) => countsForBreaker(slice))).outcomes);
}

/** Whether so much of a run failed that it is to be stopped. */
export function tripsExecutionBreaker({ processed, failed }: ExecutionBreakerCounts): boolean {
  return processed >= PROCESSED_BEFORE_ARMED && failed * 2 > processed;
}

/** Whether enough of a run was processed to let several of its pages be under way. */
export function isExecutionBreakerArmed(chunks: readonly Pick<Chunk, 'fetched' | 'replayed'>[]): boolean {
  const processed = chunks.reduce((sum, { fetched, replayed }) => sum + fetched + replayed, 0);
  return processed >= PROCESSED_BEFORE_ARMED;
}

export function executionBreakerProblem({ processed, failed }: ExecutionBreakerCounts): Problem {
  const { errorClass, remedy } = errorCatalog['run.circuit_breaker'];
  const message = `${failed} of the first ${processed} records failed`;
  return { code: 'run.circuit_breaker', errorClass, message, remedy };
}
