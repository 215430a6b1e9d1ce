import type { ChunkId } from '../ids.js';
import type { Slice } from './slice.js';

/** A page of an inventory, and how many of its records are to be read. */
export interface WantedPage {
  readonly chunkId: ChunkId;
  readonly pageNo: number;
  readonly wanted: number;
}

/** Cuts what an inventory wants, in the order of its pages, into slices of about so many records. */
export function planDetails(pages: readonly WantedPage[], size: number): readonly Slice[] {
  const slices: { listing: ChunkId; fromPage: number; untilPage: number; records: number }[] = [];
  for (const { chunkId, pageNo, wanted } of pages) {
    if (wanted === 0) continue;
    const last = slices.at(-1);
    if (last?.listing === chunkId && last.records + wanted <= size) {
      last.untilPage = pageNo + 1;
      last.records += wanted;
    } else slices.push({ listing: chunkId, fromPage: pageNo, untilPage: pageNo + 1, records: wanted });
  }
  return slices.map(({ listing, fromPage, untilPage }) => ({
    kind: 'details',
    listing,
    fromPage,
    untilPage,
  }));
}
