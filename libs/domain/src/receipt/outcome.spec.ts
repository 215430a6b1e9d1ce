import { countTriedAgain, NO_OUTCOMES, OUTCOMES, outcomesThat, sumOfOutcomes } from './outcome.js';

describe('the table of outcomes', () => {
  it('keeps the place of every outcome, for stores number them by it', () => {
    expect(OUTCOMES).toEqual([
      'created',
      'updated',
      'unchanged',
      'merged',
      'reactivated',
      'conflicted',
      'rejected',
      'refused',
      'errored',
      'parked',
      'superseded',
      'excluded',
      'planned',
      'retried',
      'inactivated',
      'in_doubt',
    ]);
  });

  it.each([
    ['adds to updated', ['updated', 'merged', 'reactivated'], outcomesThat((o) => o.counter === 'updated')],
    [
      'adds to skipped',
      ['unchanged', 'conflicted', 'parked', 'superseded', 'excluded', 'planned'],
      outcomesThat((o) => o.counter === 'skipped'),
    ],
    [
      'adds to failed',
      ['rejected', 'refused', 'errored', 'in_doubt'],
      outcomesThat((o) => o.counter === 'failed'),
    ],
    [
      'was not seen',
      ['refused', 'errored', 'planned', 'retried', 'inactivated', 'in_doubt'],
      outcomesThat((o) => !o.isSeen),
    ],
    [
      'closes the failures of its record',
      ['created', 'updated', 'unchanged', 'merged', 'reactivated', 'superseded', 'excluded', 'inactivated'],
      outcomesThat((o) => o.isApplied),
    ],
    ['keeps no row', ['created', 'unchanged', 'excluded', 'planned'], outcomesThat((o) => !o.keepsRow)],
    [
      'leaves its reference active',
      ['created', 'updated', 'unchanged', 'merged', 'reactivated'],
      outcomesThat((o) => o.leavesActive),
    ],
    ['makes its reference active', ['created', 'merged', 'reactivated'], outcomesThat((o) => o.makesActive)],
    ['is outdated', ['superseded'], outcomesThat((o) => o.isOutdated)],
    ['makes its reference inactive', ['inactivated'], outcomesThat((o) => o.makesInactive)],
    [
      'says nothing of the execution',
      ['excluded', 'retried', 'in_doubt'],
      outcomesThat((o) => !o.countsForBreaker),
    ],
    ['comes again', ['retried'], outcomesThat((o) => !o.isFinal)],
  ])('says which outcome %s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('adds every outcome that is final to one counter, unless it is counted beside them', () => {
    expect(outcomesThat(({ counter, isFinal }) => (counter !== null) !== isFinal)).toEqual(['inactivated']);
  });

  it('never takes for active what was not seen', () => {
    expect(outcomesThat(({ leavesActive, isSeen }) => leavesActive && !isSeen)).toEqual([]);
  });

  it('leaves active what it makes active', () => {
    expect(outcomesThat(({ makesActive, leavesActive }) => makesActive && !leavesActive)).toEqual([]);
  });

  it('sums what is asked for', () => {
    const counts = { ...NO_OUTCOMES, created: 4, retried: 3, rejected: 2 };
    expect(sumOfOutcomes(counts)).toBe(9);
    expect(sumOfOutcomes(counts, ({ isFinal }) => isFinal)).toBe(6);
    expect(countTriedAgain(counts)).toBe(3);
  });
});
