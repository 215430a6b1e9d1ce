import type { Watermark } from './watermark.js';

/**
 * The bound of a chunk after one more page. A time is the provider's clock when the first page was asked for, so the
 * first one stays: a later one would step over what changed meanwhile on pages already read. A position is the place
 * after the page, so the latest one counts.
 */
export function nextBound(current: Watermark | null, pageBound: Watermark | null): Watermark | null {
  if (pageBound === null || current === null) return current ?? pageBound;
  return current.kind === 'position' && pageBound.kind === 'position' ? pageBound : current;
}
