/** What a caller may ask in ten seconds it may ask at once. */
const BURST_MS = 10_000;

/** What became of a request of a caller that may send so many a minute. */
export interface SpentRequest {
  /** When all that the caller asked is worked off at its rate, in ms since 1970; to be given back with its next request. */
  readonly spentUntil: number;
  /** How long it is to wait, the request not being taken; 0: it is. */
  readonly waitMs: number;
}

/** The generic cell rate algorithm (ITU-T I.371): one number for each caller. `spentUntil` is undefined for its first request. */
export function spendRequest(spentUntil: number | undefined, perMinute: number, now: Date): SpentRequest {
  const at = now.getTime();
  const costMs = 60_000 / perMinute;
  const burstMs = Math.max(BURST_MS, costMs);
  // A clock that was set back makes none wait for longer than its burst lasts.
  const from = Math.min(Math.max(spentUntil ?? at, at), at + burstMs);
  const waitMs = from + costMs - burstMs - at;
  return waitMs > 0
    ? { spentUntil: from, waitMs: Math.ceil(waitMs) }
    : { spentUntil: from + costMs, waitMs: 0 };
}
