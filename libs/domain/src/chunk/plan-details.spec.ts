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

  it('are each in exactly one slice, and no slice of several pages has more than it should', () => {
    const counts = fc.array(fc.array(fc.nat(20), { maxLength: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 50 }), (chunks, size) => {
        const pages = chunks.flatMap((pagesOf, chunk) =>
          pagesOf.map((wanted, pageNo) => page(String(chunk), pageNo, wanted)),
        );
        const covered = planDetails(pages, size).map((slice) => {
          if (slice.kind !== 'details') throw new Error('It is no slice of details');
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
