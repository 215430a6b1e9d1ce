export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** The breaker of one connection, the same for all processes. Times are the database's. */
export interface Breaker {
  readonly state: BreakerState;
  /** From when a probe may be made; null while closed. */
  readonly probeAtMs: number | null;
  /** Who makes the one probe, and until when it must have said how it went; null unless half open. */
  readonly probe: { readonly holder: string; readonly untilMs: number } | null;
}

export const CLOSED_BREAKER: Breaker = { state: 'closed', probeAtMs: null, probe: null };
