import * as fc from 'fast-check';
import { leastActiveFor } from './announced-deletions.js';
import { ceilingOf } from './decide-close-out.js';

describe('leastActiveFor', () => {
  it.each([
    ['one of two', 1, { percent: 10, records: 100 }, 2],
    ['a hundred, by their number', 100, { percent: 10, records: 100 }, 200],
    ['one more, by their share', 101, { percent: 10, records: 100 }, 1_010],
    ['never more than half', 3, { percent: 90, records: 0 }, 6],
    ['none where the job allows none', 1, { percent: 0, records: 0 }, undefined],
  ])('%s', (_, gone, ceiling, least) => {
    expect(leastActiveFor(gone, ceiling)).toBe(least);
  });

  it('is where the ceiling begins to allow it', () => {
    const ceilings = fc.record({ percent: fc.integer({ min: 0, max: 100 }), records: fc.nat(300) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), ceilings, fc.nat(20_000), (gone, ceiling, active) => {
        const least = leastActiveFor(gone, ceiling) ?? Infinity;
        expect(active >= least).toBe(ceilingOf(ceiling, active) >= gone);
      }),
    );
  });
});
