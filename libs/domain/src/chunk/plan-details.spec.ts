import fc from 'fast-check';
import { planDetails, type WantedPage } from './plan-details.js';

const page = (chunkId: string, pageNo: number, wanted: number): WantedPage => ({ chunkId, pageNo, wanted });

describe('the details that an inventory wants', () => {
  it('are cut by their number, within the pages of one chunk', () => {
    const pages = [page('a', 0, 3), page('a', 1, 0), page('a', 2, 3), page('a', 3, 5), page('b', 0, 1)];
    expect(planDetails(pages, 6)).toEqual([
      { kind: 'details', listing: 'a', fromPage: 0, untilPage: 3 },
      { kind: 'details', listing: 'a', fromPage: 3, untilPage: 4 },
      { kind: 'details', listing: 'b', fromPage: 0, untilPage: 1 },
    ]);
    expect(planDetails([page('a', 0, 0)], 6)).toEqual([]);
  });

  it('are not read over a page of which nothing is kept', () => {
    expect(planDetails([page('a', 0, 1), page('a', 2, 0), page('a', 3, 1), page('a', 4, 1)], 6)).toEqual([
      { kind: 'details', listing: 'a', fromPage: 0, untilPage: 1 },
      { kind: 'details', listing: 'a', fromPage: 3, untilPage: 5 },
    ]);
    expect(planDetails([page('a', 0, 1), page('b', 1, 1)], 6)).toHaveLength(2);
  });

  it('are each in exactly one slice, and no slice of several pages has more than it should', () => {
    const kept = fc.option(fc.nat(20), { nil: undefined, freq: 5 });
    const counts = fc.array(fc.array(kept, { maxLength: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 50 }), (chunks, size) => {
        const pages = chunks.flatMap((pagesOf, chunk) =>
          pagesOf.flatMap((wanted, pageNo) =>
            wanted === undefined ? [] : [page(String(chunk), pageNo, wanted)],
          ),
        );
        const covered = planDetails(pages, size).map((slice) => {
          if (slice.kind !== 'details') throw new Error('It is no slice of details');
          const isKept = (nth: number) => chunks[Number(slice.listing)]?.[nth] !== undefined;
          for (let nth = slice.fromPage; nth < slice.untilPage; nth += 1) expect(isKept(nth)).toBe(true);
          return pages.filter(
            ({ chunkId, pageNo }) =>
              chunkId === slice.listing && pageNo >= slice.fromPage && pageNo < slice.untilPage,
          );
        });
        const inSlices = covered.flat().filter(({ wanted }) => wanted > 0);
        expect(inSlices).toEqual(pages.filter(({ wanted }) => wanted > 0));
        for (const part of covered) {
          const wanting = part.filter(({ wanted }) => wanted > 0);
          const sum = wanting.reduce((total, { wanted }) => total + wanted, 0);
          expect(wanting.length === 1 || sum <= size).toBe(true);
        }
      }),
    );
  });
});
