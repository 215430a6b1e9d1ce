import type { ErrorClass } from '../errors/error-class.js';
import { cutPause } from '../quota/pause.js';
import type { RetryPolicy } from './retry-policy.js';

export interface Failure {
  readonly errorClass: ErrorClass;
  /** Failed attempts so far, this one included: at least 1. */
  readonly attempt: number;
  /** How long the provider asked us to stay away (Retry-After), in milliseconds; believed as far as {@link cutPause} says. */
  readonly waitMs?: number | undefined;
}

/**
 * `retry`: try again after the wait; it counts as an attempt. `wait`: the provider is well and wants us later; this
 * is no failure and may happen any number of times. `stop`: trying again would not help, or was tried enough.
 */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number }
  | { readonly kind: 'stop' };

/** Waits in a row for one call that are as long as the provider asks; then they grow, as where it names no time. */
const BELIEVED_WAITS = 3;

const RETRIED: readonly ErrorClass[] = ['transient', 'system'];

/** @param random draws a number of at least 0 and less than 1 */
export function decideRetry(failure: Failure, policy: RetryPolicy, random: () => number): RetryDecision {
  const { errorClass, attempt } = failure;
  const waitMs = failure.waitMs === undefined ? undefined : cutPause(failure.waitMs);
  if (errorClass === 'rate_limit') {
    if (waitMs === undefined) return { kind: 'wait', waitMs: backoffMs(attempt, policy, random) };
    // A call that is put off again and again by a short wait is told less than the truth.
    const inVain = attempt - BELIEVED_WAITS;
    return {
      kind: 'wait',
      waitMs: inVain <= 0 ? waitMs : Math.max(waitMs, backoffMs(inVain, policy, random)),
    };
  }
  if (!RETRIED.includes(errorClass) || attempt >= policy.maxAttempts) return { kind: 'stop' };
  return { kind: 'retry', waitMs: Math.max(waitMs ?? 0, backoffMs(attempt, policy, random)) };
}

/** Exponential backoff with proportional jitter, in whole milliseconds and never above the cap. */
function backoffMs(attempt: number, policy: RetryPolicy, random: () => number): number {
  const grown = policy.initialMs * policy.multiplier ** (attempt - 1);
  const spread = 1 + policy.jitter * (2 * random() - 1);
  return Math.round(Math.min(policy.capMs, Math.min(policy.capMs, grown) * spread));
}
