import { errorCatalog } from '../errors/error-catalog.js';
import type { Problem } from '../errors/sync-error.js';
import type { Chunk } from '../chunk/chunk.js';
import { isJudged } from '../chunk/slice.js';
import { sumOfOutcomes, type OutcomeCounts } from './outcome.js';
import { addCounts } from './receipt.js';

/** Fewer records say nothing of a run; until so many are processed its pages go one by one. */
export const PROCESSED_BEFORE_JUDGING = 10;

/** What a run is judged by. */
export interface JudgedCounts {
  readonly processed: number;
  readonly failed: number;
}

/**
 * The part of these outcomes that a run is judged by: what the job leaves out says nothing of the others, and of what is
 * tried again it is not known yet.
 */
export function judgedCounts(outcomes: OutcomeCounts): JudgedCounts {
  return {
    processed: sumOfOutcomes(outcomes, (outcome) => outcome.isJudged),
    failed: sumOfOutcomes(outcomes, ({ isJudged, counter }) => isJudged && counter === 'failed'),
  };
}

export function judgedOf(chunks: readonly Chunk[]): JudgedCounts {
  return judgedCounts(addCounts(chunks.filter(({ slice }) => isJudged(slice))).outcomes);
}

/** Whether so much of a run failed that it is to be stopped. */
export function isBroken({ processed, failed }: JudgedCounts): boolean {
  return processed >= PROCESSED_BEFORE_JUDGING && failed * 2 > processed;
}

/** Whether enough of a run was processed to let several of its pages be under way. */
export function isProven(chunks: readonly Pick<Chunk, 'fetched' | 'replayed'>[]): boolean {
  const processed = chunks.reduce((sum, { fetched, replayed }) => sum + fetched + replayed, 0);
  return processed >= PROCESSED_BEFORE_JUDGING;
}

export function brokenRun({ processed, failed }: JudgedCounts): Problem {
  const { errorClass, remedy } = errorCatalog['run.circuit_breaker'];
  const message = `${failed} of the first ${processed} records failed`;
  return { code: 'run.circuit_breaker', errorClass, message, remedy };
}
