import fc from 'fast-check';
import { CANDIDATES_PER_PAGE } from './candidate.js';
import { planCloseOut } from './plan-close-out.js';

const how = { reread: true, control: 'c1' };

describe('planCloseOut', () => {
  it('is one slice of one page for a few', () => {
    expect(planCloseOut(5, how)).toEqual([{ kind: 'close_out', fromPage: 0, pages: 1, ...how }]);
  });

  it('is nothing for nobody', () => {
    expect(planCloseOut(0, how)).toEqual([]);
  });

  it('covers every page once, in few slices', () => {
    fc.assert(
      fc.property(fc.nat(500_000), (due) => {
        const slices = planCloseOut(due, how);
        let next = 0;
        for (const { fromPage, pages } of slices) {
          expect(fromPage).toBe(next);
          expect(pages).toBeGreaterThan(0);
          next += pages;
        }
        expect(next).toBe(Math.ceil(due / CANDIDATES_PER_PAGE));
        expect(slices.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
