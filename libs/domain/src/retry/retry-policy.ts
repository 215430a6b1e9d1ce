/** How often and after which waits a failed call is tried again. */
export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number;
  /** Wait after the first failure, in milliseconds. */
  readonly initialMs: number;
  /** What each further wait is multiplied by. */
  readonly multiplier: number;
  /** No backoff is longer than this, in milliseconds. A wait the provider asks for may be. */
  readonly capMs: number;
  /** Share by which a wait may be shorter or longer, so that those who failed together do not come back together. */
  readonly jitter: number;
  /** Retries for each call that is none, over all calls of the connection in a process; left out: as by default. */
  readonly retryShare?: number | undefined;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 3,
  initialMs: 1000,
  multiplier: 2,
  capMs: 30_000,
  jitter: 0.2,
};
