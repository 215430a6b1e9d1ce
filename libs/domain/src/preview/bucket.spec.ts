import fc from 'fast-check';
import { addBuckets, BUCKETS, countBuckets, isForeseen, isWritten } from './bucket.js';

describe('the buckets of a plan', () => {
  it('are written where a record is new, differs or failed before, and nowhere else', () => {
    expect(BUCKETS.filter(isWritten)).toEqual(['new', 'changed', 'retry']);
  });

  it('are carried out there, where a record is gone, and where one is to be sent', () => {
    const sent = ['created_there', 'changed_there', 'deleted_there'];
    expect(BUCKETS.filter(isForeseen)).toEqual(['new', 'changed', 'inactive_candidate', 'retry', ...sent]);
  });

  it('are counted page by page as they are counted at once', () => {
    const entries = fc.array(fc.record({ bucket: fc.constantFrom(...BUCKETS) }));
    fc.assert(
      fc.property(fc.array(entries), (pages) => {
        const counts = addBuckets(pages.map(countBuckets));
        expect(counts).toEqual(countBuckets(pages.flat()));
        for (const bucket of BUCKETS) {
          expect(counts[bucket]).toBe(pages.flat().filter((entry) => entry.bucket === bucket).length);
        }
      }),
    );
  });
});
