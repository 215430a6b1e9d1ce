/**
 * How many retries a connection may still make: a bucket that each new call fills by a share of a retry, and time by a few a
 * minute, so that a provider in trouble is never asked much more often than one that is well.
 */
export interface RetryBudget {
  /** At most {@link RETRY_BURST}. */
  readonly left: number;
  readonly atMs: number;
}

/** Retries for each call, where a connection does not say. */
export const DEFAULT_RETRY_SHARE = 0.1;
/** What the bucket holds: what fails at one moment, before the breaker has seen enough, is tried again. */
export const RETRY_BURST = 50;
/** What comes back by itself in a minute: where few calls are made, a share of them is nothing. */
export const RETRIES_PER_MINUTE = 50;

export function fullRetryBudget(nowMs: number): RetryBudget {
  return { left: RETRY_BURST, atMs: nowMs };
}

/** A call is made that is no retry. */
export function earnRetry(budget: RetryBudget, share: number, nowMs: number): RetryBudget {
  const { left, atMs } = filledUntil(budget, nowMs);
  return { left: Math.min(RETRY_BURST, left + share), atMs };
}

/** A call is to be made once more; undefined where there is nothing left for it. */
export function spendRetry(budget: RetryBudget, nowMs: number): RetryBudget | undefined {
  const { left, atMs } = filledUntil(budget, nowMs);
  return left < 1 ? undefined : { left: left - 1, atMs };
}

function filledUntil({ left, atMs }: RetryBudget, nowMs: number): RetryBudget {
  const passedMs = Math.max(0, nowMs - atMs);
  return {
    left: Math.min(RETRY_BURST, left + (passedMs * RETRIES_PER_MINUTE) / 60_000),
    atMs: Math.max(atMs, nowMs),
  };
}
