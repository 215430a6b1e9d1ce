import * as fc from 'fast-check';
import type { ChunkState } from '../chunk/chunk.js';
import { admitPages, judgePage, type FencePosts } from './fence.js';

const chunk: FencePosts = { epoch: 3, attempt: 2, state: 'claimed', pagesApplied: 5, cursor: 'c5' };
const next = { epoch: 3, attempt: 2, pageNo: 5, cursorIn: 'c5', cursorOut: 'c6' };

describe('judgePage', () => {
  it('applies the very next page of the claim that holds', () => {
    expect(judgePage(chunk, next)).toBe('apply');
  });

  it('recognises a page that was applied before, even one of an earlier attempt', () => {
    expect(judgePage(chunk, { ...next, pageNo: 4, attempt: 1 })).toBe('applied_before');
  });

  it('lets a page wait whose predecessor is missing', () => {
    expect(judgePage(chunk, { ...next, pageNo: 6 })).toBe('too_early');
  });

  it.each<[string, typeof chunk, typeof next]>([
    ['an earlier attempt', chunk, { ...next, attempt: 1 }],
    ['an earlier epoch', chunk, { ...next, epoch: 2 }],
    ['another place in the cursor chain', chunk, { ...next, cursorIn: 'elsewhere' }],
    ['a chunk that was abandoned', { ...chunk, state: 'abandoned' }, next],
    ['a chunk given back to be claimed again', { ...chunk, state: 'assigned' }, next],
  ])('refuses a page of %s', (_, posts, page) => {
    expect(judgePage(posts, page)).toBe('stale');
  });
});

describe('admitPages', () => {
  const pageNumbered = (pageNo: number, last: number) => ({
    epoch: 3,
    attempt: 2,
    pageNo,
    cursorIn: pageNo === 0 ? null : `c${pageNo}`,
    cursorOut: pageNo === last ? null : `c${pageNo + 1}`,
  });

  it('admits together what follows without a gap, and nothing behind a gap or the last page', () => {
    const admitted = (numbers: readonly number[], last = 9) =>
      admitPages(
        { ...chunk, pagesApplied: 0, cursor: null },
        numbers.map((pageNo) => pageNumbered(pageNo, last)),
      ).map(({ pageNo }) => pageNo);
    expect(admitted([0, 1, 2])).toEqual([0, 1, 2]);
    expect(admitted([0, 2, 3])).toEqual([0]);
    const afterTheEnd = { ...pageNumbered(2, 9), cursorIn: null };
    expect(
      admitPages({ ...chunk, pagesApplied: 0, cursor: null }, [
        pageNumbered(0, 1),
        pageNumbered(1, 1),
        afterTheEnd,
      ]),
    ).toHaveLength(2);
  });

  it('admits every page exactly once, in order, however the bus doubles and loses them', () => {
    const last = 9;
    const batches = fc.array(fc.array(fc.nat({ max: last }), { minLength: 1, maxLength: 6 }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(batches, (deliveries) => {
        let posts: FencePosts = { ...chunk, pagesApplied: 0, cursor: null };
        const applied: number[] = [];
        for (const delivery of deliveries) {
          const admitted = admitPages(
            posts,
            delivery.map((pageNo) => pageNumbered(pageNo, last)),
          );
          for (const page of admitted) {
            applied.push(page.pageNo);
            const state: ChunkState = page.cursorOut === null ? 'applied' : 'claimed';
            posts = { ...posts, state, pagesApplied: posts.pagesApplied + 1, cursor: page.cursorOut };
          }
        }
        expect(applied).toEqual(applied.map((_, index) => index));
      }),
    );
  });

  it('stops at the last page of the chunk', () => {
    const posts = { ...chunk, pagesApplied: 9, cursor: 'c9' };
    expect(admitPages(posts, [pageNumbered(9, 9), pageNumbered(9, 9)])).toHaveLength(1);
  });
});
