/** How long after it was marked as sent a write may be made, and may be under way, in milliseconds. */
export interface CallTimes {
  /** It is not made later: then it is taken back, and marked anew. */
  readonly beginsWithinMs: number;
  /** Once this has passed, none can be under way of which no end was told. */
  readonly longestMs: number;
}

/** A call waits for its turn, its quota and its token for longer than it takes. */
const WAITS = 3;

/** `callTimeoutMs`: after which a call that was made is given up, and its socket closed. */
export function callTimesOf(callTimeoutMs: number): CallTimes {
  const beginsWithinMs = WAITS * callTimeoutMs;
  return { beginsWithinMs, longestMs: beginsWithinMs + callTimeoutMs };
}

/** Of one attempt of a call, where nothing else is said. */
export const DEFAULT_CALL_TIMEOUT_MS = 30_000;
