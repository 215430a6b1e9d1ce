import fc from 'fast-check';
import { CANDIDATES_PER_PAGE } from './candidate.js';
import { pagesOfCandidates, planCloseOut } from './plan-close-out.js';

const how = { reread: true, control: 'c1' };

describe('planCloseOut', () => {
  it('is one slice of one page for a few', () => {
    expect(planCloseOut(1, how)).toEqual([{ kind: 'close_out', fromPage: 0, pages: 1, ...how }]);
  });

  it('is nothing for nobody', () => {
    expect(planCloseOut(0, how)).toEqual([]);
  });

  it('counts a page more where both kinds end in the middle of one', () => {
    const pages = (due: number, missedBefore: number) => pagesOfCandidates(due, missedBefore);
    expect([pages(0, 0), pages(2, 0), pages(2, 2), pages(2, 1)]).toEqual([0, 1, 1, 2]);
    expect([pages(1, 3), pages(CANDIDATES_PER_PAGE, 0), pages(CANDIDATES_PER_PAGE + 1, 1)]).toEqual([
      1, 1, 2,
    ]);
  });

  it('covers every page once, in few slices', () => {
    fc.assert(
      fc.property(fc.nat(5_000), (all) => {
        const slices = planCloseOut(all, how);
        let next = 0;
        for (const { fromPage, pages } of slices) {
          expect(fromPage).toBe(next);
          expect(pages).toBeGreaterThan(0);
          next += pages;
        }
        expect(next).toBe(all);
        expect(slices.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
