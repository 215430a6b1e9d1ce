import { CLOSED_BREAKER, type Breaker, type BreakerState } from './breaker.js';

export type BreakerEvent =
  /** A process saw too many calls fail. */
  | { readonly kind: 'trip'; readonly openForMs: number }
  /** A process wants to make the one probe, and will tell how it went within `probeMs`. */
  | { readonly kind: 'probe'; readonly holder: string; readonly probeMs: number }
  | { readonly kind: 'succeed'; readonly holder: string }
  | { readonly kind: 'fail'; readonly holder: string; readonly openForMs: number };

/** Every legal move. What is not in it changes nothing: an old call's news is no news. */
export const BREAKER_MOVES: Readonly<
  Record<BreakerState, Partial<Record<BreakerEvent['kind'], BreakerState>>>
> = {
  closed: { trip: 'open' },
  open: { probe: 'half_open' },
  // A second probe only once the first has not been heard of in time.
  half_open: { probe: 'half_open', succeed: 'closed', fail: 'open' },
};

/** Where the event takes the breaker; undefined if it takes it nowhere. */
export function moveBreaker(breaker: Breaker, event: BreakerEvent, nowMs: number): Breaker | undefined {
  const state = BREAKER_MOVES[breaker.state][event.kind];
  if (state === undefined || !isDue(breaker, event, nowMs)) return undefined;
  switch (event.kind) {
    case 'trip':
    case 'fail':
      return { state, probeAtMs: nowMs + event.openForMs, probe: null };
    case 'probe':
      return {
        state,
        probeAtMs: breaker.probeAtMs,
        probe: { holder: event.holder, untilMs: nowMs + event.probeMs },
      };
    case 'succeed':
      return CLOSED_BREAKER;
  }
}

function isDue(breaker: Breaker, event: BreakerEvent, nowMs: number): boolean {
  switch (event.kind) {
    case 'trip':
      return true;
    case 'succeed':
    case 'fail':
      return breaker.probe?.holder === event.holder;
    case 'probe':
      return untilProbeMs(breaker, nowMs) === 0;
  }
}

/** In how many milliseconds a probe may be made; 0 where calls are admitted or a probe is due. */
export function untilProbeMs(breaker: Breaker, nowMs: number): number {
  if (breaker.state === 'closed') return 0;
  return Math.max(0, (breaker.probe?.untilMs ?? breaker.probeAtMs ?? 0) - nowMs);
}
