import type { Slice } from '../chunk/slice.js';
import { CANDIDATES_PER_PAGE } from './candidate.js';

/** Chunks of one close-out, so that many candidates are read again side by side. */
const MOST_SLICES = 8;
/** Fewer pages than this are not worth a chunk of their own. */
const LEAST_PAGES = 5;

export type CloseOutSlice = Extract<Slice, { readonly kind: 'close_out' }>;

/**
 * How many pages the first `due` candidates are on: those that the listing before had missed too come first, and no page holds both
 * kinds.
 */
export function pagesOfCandidates(due: number, missedBefore: number): number {
  const first = Math.min(due, missedBefore);
  return Math.ceil(first / CANDIDATES_PER_PAGE) + Math.ceil((due - first) / CANDIDATES_PER_PAGE);
}

/** Cuts so many pages of candidates into slices. */
export function planCloseOut(
  pages: number,
  how: Pick<CloseOutSlice, 'reread' | 'control'>,
): readonly CloseOutSlice[] {
  const slices = Math.min(MOST_SLICES, Math.ceil(pages / LEAST_PAGES));
  const start = (nth: number) => Math.floor((nth * pages) / slices);
  return Array.from({ length: slices }, (_, nth) => ({
    kind: 'close_out',
    fromPage: start(nth),
    pages: start(nth + 1) - start(nth),
    ...how,
  }));
}
