import fc from 'fast-check';
import { makeChunks } from '../chunk/make-chunks.js';
import type { Slice } from '../chunk/slice.js';
import { NO_OUTCOMES, OUTCOMES, type OutcomeCounts } from './outcome.js';
import {
  executionBreakerProblem,
  tripsExecutionBreaker,
  isExecutionBreakerArmed,
  executionBreakerCounts,
  executionBreakerCountsOf,
} from './execution-breaker.js';

describe('the breaker of a run', () => {
  it.each([
    [9, 9, false],
    [10, 5, false],
    [10, 6, true],
    [1000, 500, false],
    [1000, 501, true],
  ])('of %i processed records, %i failed: stops it is %s', (processed, failed, broken) => {
    expect(tripsExecutionBreaker({ processed, failed })).toBe(broken);
  });

  it('does not count what the job leaves out', () => {
    const outcomes = { ...NO_OUTCOMES, excluded: 90, rejected: 4, refused: 1, errored: 1, created: 4 };
    expect(executionBreakerCounts(outcomes)).toEqual({ processed: 10, failed: 6 });
  });

  it('does not count records that had failed before the run', () => {
    const chunkOf = (slice: Slice, outcomes: Partial<OutcomeCounts>) => ({
      ...makeChunks({ id: 'e', epoch: 0 }, [slice], { nextId: () => 'c' })[0]!,
      outcomes: { ...NO_OUTCOMES, ...outcomes },
    });
    const listing = chunkOf({ kind: 'whole' }, { created: 9, rejected: 1 });
    const before = chunkOf({ kind: 'failures', failureIds: ['7'] }, { rejected: 50 });
    expect(executionBreakerCountsOf([listing, before])).toEqual({ processed: 10, failed: 1 });
  });

  it('never stops a run most of which did not fail', () => {
    const outcomes = fc.record(
      Object.fromEntries(OUTCOMES.map((outcome) => [outcome, fc.nat(50)])) as Record<
        keyof OutcomeCounts,
        fc.Arbitrary<number>
      >,
    );
    fc.assert(
      fc.property(outcomes, (counts) => {
        const judged = executionBreakerCounts(counts);
        if (tripsExecutionBreaker(judged))
          expect(judged.failed).toBeGreaterThan(judged.processed - judged.failed);
      }),
    );
  });

  it('says how much failed', () => {
    expect(executionBreakerProblem({ processed: 20, failed: 11 }).message).toBe(
      '11 of the first 20 records failed',
    );
  });

  it('lets pages go side by side once ten records were processed, wherever', () => {
    expect(isExecutionBreakerArmed([{ fetched: 5, replayed: 0 }])).toBe(false);
    expect(
      isExecutionBreakerArmed([
        { fetched: 5, replayed: 1 },
        { fetched: 4, replayed: 0 },
      ]),
    ).toBe(true);
  });
});
