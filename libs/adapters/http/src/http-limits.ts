import { DEFAULT_CALL_TIMEOUT_MS, DEFAULT_RETRY_POLICY, type RetryPolicy } from '@evenkeel/domain';
import type { AddressRule } from './address-guard.js';

/** When the breaker of a connection opens, and when it lets a probe through. */
export interface BreakerPolicy {
  /** Share of failed calls that opens it, in percent. */
  readonly failurePercent: number;
  /** Calls within the window below which it stays closed, whatever they gave. */
  readonly minimumCalls: number;
  readonly windowMs: number;
  /** How long it stays open before one probe is made. */
  readonly halfOpenAfterMs: number;
}

export interface HttpLimits {
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** For one attempt, from its begin to the last byte of its body. */
  readonly callTimeoutMs: number;
  /** Largest body that is taken, counted after decompression. */
  readonly responseBytes: number;
  /**
   * Deepest nesting of arrays and objects that is taken: what handles records afterwards recurses. Well above what a
   * record may have (200), so that a record which is a little too deep is rejected alone instead of its whole page.
   */
  readonly bodyDepth: number;
  /** Where providers may be. */
  readonly addresses: AddressRule;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  retry: DEFAULT_RETRY_POLICY,
  breaker: { failurePercent: 50, minimumCalls: 10, windowMs: 60_000, halfOpenAfterMs: 30_000 },
  callTimeoutMs: DEFAULT_CALL_TIMEOUT_MS,
  responseBytes: 32 * 1024 * 1024,
  bodyDepth: 1000,
  addresses: 'any',
};
