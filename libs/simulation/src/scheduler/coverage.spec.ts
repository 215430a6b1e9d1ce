import { chooseCovering, TO_COVER } from './coverage.js';

const [first = '', second = '', third = '', fourth = ''] = TO_COVER;

describe('seeds that cover each invariant after each fault', () => {
  it('are few, and short ones before long ones', () => {
    const { seeds, left } = chooseCovering([
      { seed: 3, steps: 10, covered: new Set([first, second]) },
      { seed: 2, steps: 100, covered: new Set([first, second]) },
      { seed: 1, steps: 20, covered: new Set([second, third]) },
    ]);
    expect(seeds).toEqual([1, 3]);
    expect([left.includes(third), left.includes(fourth)]).toEqual([false, true]);
  });

  it('are none where nothing was played', () => {
    expect(chooseCovering([])).toEqual({ seeds: [], left: TO_COVER });
  });
});
