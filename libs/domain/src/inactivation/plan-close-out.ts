import type { Slice } from '../chunk/slice.js';
import { CANDIDATES_PER_PAGE } from './candidate.js';

/** Chunks of one close-out, so that many candidates are read again side by side. */
const MOST_SLICES = 8;
/** Fewer pages than this are not worth a chunk of their own. */
const LEAST_PAGES = 5;

export type CloseOutSlice = Extract<Slice, { readonly kind: 'close_out' }>;

/** Cuts the first `due` candidates into slices of whole pages. */
export function planCloseOut(
  due: number,
  how: Pick<CloseOutSlice, 'reread' | 'control'>,
): readonly CloseOutSlice[] {
  const pages = Math.ceil(due / CANDIDATES_PER_PAGE);
  const slices = Math.min(MOST_SLICES, Math.ceil(pages / LEAST_PAGES));
  const start = (nth: number) => Math.floor((nth * pages) / slices);
  return Array.from({ length: slices }, (_, nth) => ({
    kind: 'close_out',
    fromPage: start(nth),
    pages: start(nth + 1) - start(nth),
    ...how,
  }));
}
