import type { ChunkId } from '../ids.js';
import type { Slice } from './slice.js';

/** A page of an inventory, and how many of its records are to be read. */
export interface WantedPage {
  readonly chunkId: ChunkId;
  readonly pageNo: number;
  readonly wanted: number;
}

/**
 * Cuts what an inventory wants, in the order of its pages, into slices of about so many records. A page of which nothing is kept, as
 * none of its entries is a record, is in none of them.
 */
export function planDetails(pages: readonly WantedPage[], size: number): readonly Slice[] {
  const slices: { listing: ChunkId; fromPage: number; untilPage: number; records: number }[] = [];
  let before: WantedPage | undefined;
  /** What the next page may be added to. */
  let last: (typeof slices)[number] | undefined;
  for (const page of pages) {
    const { chunkId, pageNo, wanted } = page;
    if (before?.chunkId !== chunkId || before.pageNo + 1 !== pageNo) last = undefined;
    before = page;
    if (wanted === 0) continue;
    if (last !== undefined && last.records + wanted <= size) {
      last.untilPage = pageNo + 1;
      last.records += wanted;
    } else {
      last = { listing: chunkId, fromPage: pageNo, untilPage: pageNo + 1, records: wanted };
      slices.push(last);
    }
  }
  return slices.map(({ listing, fromPage, untilPage }) => ({
    kind: 'details',
    listing,
    fromPage,
    untilPage,
  }));
}
