import { SyncError } from '../errors/sync-error.js';

const ATTEMPTS = 5;
const ATTEMPTS_DURING_OUTAGE = 30;
const FIRST_PAUSE_MS = 50;
const PAUSE_FACTOR = 3;
const LONGEST_PAUSE_MS = 5_000;

export type AfterFailedDelivery =
  | { readonly next: 'retry'; readonly pauseMs: number }
  /** It becomes a stuck message, and those behind it go on. */
  | { readonly next: 'stuck' };

/**
 * What becomes of a message after its handler failed `failures` times in a row, last with `error`.
 * An outage of the store or the broker is not the message's fault: it is given about two minutes instead of two seconds.
 */
export function afterFailedDelivery(failures: number, error: unknown): AfterFailedDelivery {
  if (isMalformed(error)) return { next: 'stuck' };
  if (failures >= (isOutage(error) ? ATTEMPTS_DURING_OUTAGE : ATTEMPTS)) return { next: 'stuck' };
  const pauseMs = Math.min(FIRST_PAUSE_MS * PAUSE_FACTOR ** (failures - 1), LONGEST_PAUSE_MS);
  return { next: 'retry', pauseMs };
}

function isMalformed(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'message.malformed';
}

function isOutage(error: unknown): boolean {
  return error instanceof SyncError && (error.code === 'system.database' || error.code === 'system.broker');
}
