/** The waits between the pages of one chunk, in milliseconds. */
export interface PageDelays {
  /** What is configured: no wait is longer. */
  readonly mostMs: number;
  /** What the quota needs between two calls; undefined: each wait is as configured. */
  readonly spacingMs?: number | undefined;
}

/** Waits shorter than this are not worth their timer. */
const LEAST_MS = 10;

/**
 * The wait before the next page, where the last one was `lastMs` (0 before the first page). After a failed call it is what is
 * configured; with each page that comes without one it halves, down to what the quota needs.
 */
export function nextDelayMs(
  { mostMs, spacingMs }: PageDelays,
  { lastMs, hasFailed }: { readonly lastMs: number; readonly hasFailed: boolean },
): number {
  if (spacingMs === undefined || hasFailed) return mostMs;
  const delayMs = Math.min(mostMs, Math.max(spacingMs, lastMs / 2));
  return delayMs < LEAST_MS ? 0 : Math.ceil(delayMs);
}
