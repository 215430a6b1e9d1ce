import type { Watermark } from './watermark.js';

/**
 * The bound of a chunk after one more page. A time is the provider's clock when the first page was asked for: a later one
 * would step over what changed meanwhile on pages already read, so if the first page told none there is none. A
 * position is the place after the page, so the latest one counts.
 */
export function nextBound(
  current: Watermark | null,
  page: { readonly pageNo: number; readonly bound: Watermark | null },
): Watermark | null {
  if (page.bound === null) return current;
  if (page.bound.kind === 'time') return page.pageNo === 0 ? page.bound : current;
  return current?.kind === 'time' ? current : page.bound;
}
