import type { Chunk } from '../chunk/chunk.js';

/** Where a page says it belongs. */
export interface PagePlace {
  readonly epoch: number;
  readonly attempt: number;
  readonly pageNo: number;
  readonly cursorIn: string | null;
}

/**
 * `apply`: it is the very next page. `applied_before`: a double. `too_early`: an earlier page is missing and will be
 * published again, with this one. `stale`: it was fetched under a claim that no longer holds.
 */
export type FenceVerdict = 'apply' | 'applied_before' | 'too_early' | 'stale';

/** Where a chunk stands, as far as a page must fit. */
export type FencePosts = Pick<Chunk, 'epoch' | 'attempt' | 'state' | 'pagesApplied' | 'cursor'>;

/** Judges a page against its chunk, whose row must be locked: between this and the commit nothing may move. */
export function judgePage(chunk: FencePosts, page: PagePlace): FenceVerdict {
  if (page.pageNo < chunk.pagesApplied) return 'applied_before';
  if (chunk.state !== 'claimed' || page.epoch !== chunk.epoch || page.attempt !== chunk.attempt)
    return 'stale';
  if (page.pageNo > chunk.pagesApplied) return 'too_early';
  return page.cursorIn === chunk.cursor ? 'apply' : 'stale';
}

/** Of pages in their order, those that may be applied together now: a run without a gap that starts at the fence. */
export function admitPages<Page extends PagePlace & { readonly cursorOut: string | null }>(
  chunk: FencePosts,
  pages: readonly Page[],
): readonly Page[] {
  const admitted: Page[] = [];
  let posts = chunk;
  for (const page of pages) {
    if (judgePage(posts, page) !== 'apply') continue;
    admitted.push(page);
    if (page.cursorOut === null) break;
    posts = { ...posts, pagesApplied: posts.pagesApplied + 1, cursor: page.cursorOut };
  }
  return admitted;
}
