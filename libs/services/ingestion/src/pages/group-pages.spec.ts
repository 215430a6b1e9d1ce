import * as fc from 'fast-check';
import type { PageFetched } from '@evenkeel/contracts-messages';
import { groupPages } from './group-pages.js';

const pageOf = (records: number, pageNo: number) =>
  ({ pageNo, records: Array.from({ length: records }) }) as unknown as PageFetched;

describe('groupPages', () => {
  it('keeps every page, in order, in groups of at most 1,000 records unless one page alone is larger', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1_500 }), { maxLength: 20 }), (sizes) => {
        const pages = sizes.map(pageOf);
        const groups = groupPages(pages);
        expect(groups.flat()).toEqual(pages);
        for (const group of groups) {
          expect(group.length).toBeGreaterThan(0);
          const records = group.reduce((sum, page) => sum + page.records.length, 0);
          expect(records <= 1_000 || group.length === 1).toBe(true);
        }
      }),
    );
  });
});
