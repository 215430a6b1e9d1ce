import type { ErrorCode } from '../errors/error-catalog.js';
import { SyncError } from '../errors/sync-error.js';
import { CallPostponed } from '../retry/call-postponed.js';

/** Failures that a smaller page may not have, with the smallest that is tried: that a small one is slow has another cause. */
const LEAST_RECORDS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'provider.body_too_large': 1,
  'provider.page_too_large': 1,
  'provider.timeout': 5,
};
const CONTENT_TOO_LARGE = 413;

/** How many records a page is to have in place of one of `size` that failed so; undefined: its size is no reason. */
export function smallerPage(error: unknown, size: number): number | undefined {
  if (!(error instanceof SyncError) || error instanceof CallPostponed) return undefined;
  const code = error.status === CONTENT_TOO_LARGE ? 'provider.page_too_large' : error.code;
  const least = LEAST_RECORDS[code];
  const half = Math.floor(size / 2);
  return least === undefined || half < least ? undefined : half;
}
