import * as fc from 'fast-check';
import {
  meaningOf,
  NO_OUTCOMES,
  OUTCOMES,
  sumOfOutcomes,
  type Outcome,
  type OutcomeCounts,
} from './outcome.js';
import { addCounts, balances, summarize } from './receipt.js';

const counts: fc.Arbitrary<OutcomeCounts> = fc
  .tuple(...OUTCOMES.map(() => fc.nat({ max: 1000 })))
  .map(
    (numbers) =>
      Object.fromEntries(OUTCOMES.map((name, index) => [name, numbers[index] ?? 0])) as Record<
        Outcome,
        number
      >,
  );
const counted = fc.record({ fetched: fc.nat(), replayed: fc.nat(), outcomes: counts });

describe('receipt', () => {
  it('balances exactly when the summary accounts for every record that was fetched or replayed', () => {
    fc.assert(
      fc.property(counted, (sums) => {
        const { created, updated, skipped, failed } = summarize(sums);
        expect(balances(sums)).toBe(sums.fetched + sums.replayed === created + updated + skipped + failed);
      }),
    );
  });

  it.each(OUTCOMES)('shows a record under one counter at most: %s', (outcome) => {
    const shown = summarize({ fetched: 1, outcomes: { ...NO_OUTCOMES, [outcome]: 1 } });
    const { counter } = meaningOf(outcome);
    const none = { fetched: 1, created: 0, updated: 0, skipped: 0, failed: 0 };
    expect(shown).toEqual(counter === null ? none : { ...none, [counter]: 1 });
  });

  it('does not depend on how counts are grouped', () => {
    fc.assert(
      fc.property(fc.array(counted), fc.array(counted), (left, right) => {
        expect(addCounts([addCounts(left), addCounts(right)])).toEqual(addCounts([...left, ...right]));
      }),
    );
  });

  it('balances when its parts do, and stops balancing when one outcome of one record is lost', () => {
    const balanced = fc.tuple(counts, fc.nat()).map(([outcomes, wanted]) => {
      const replayed = Math.min(wanted, sumOfOutcomes(outcomes));
      return { fetched: sumOfOutcomes(outcomes) - replayed, replayed, outcomes };
    });
    fc.assert(
      fc.property(fc.array(balanced, { minLength: 1 }), fc.constantFrom(...OUTCOMES), (parts, outcome) => {
        const whole = addCounts(parts);
        expect(balances(whole)).toBe(true);
        const lost = { ...whole.outcomes, [outcome]: whole.outcomes[outcome] - 1 };
        expect(balances({ ...whole, outcomes: lost })).toBe(false);
      }),
    );
  });

  it('of nothing is zero and balances', () => {
    expect(addCounts([])).toEqual({ fetched: 0, replayed: 0, outcomes: NO_OUTCOMES });
    expect(balances(addCounts([]))).toBe(true);
  });
});
