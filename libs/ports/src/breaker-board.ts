import type { BreakerState, ConnectionId } from '@evenkeel/domain';

export interface BreakerView {
  readonly state: BreakerState;
  /** In how many milliseconds a probe may be made; 0 where calls are admitted or a probe is due. */
  readonly untilProbeMs: number;
}

/**
 * The breakers of all connections, shared by all processes: what it says decides admission. Times are the database's.
 * Rejects with `system.database`.
 */
export abstract class BreakerBoard {
  /** Cheap: locks nothing. */
  abstract look(connectionId: ConnectionId): Promise<BreakerView>;
  /** A process saw too many calls fail: opens a closed breaker, and changes no other. */
  abstract trip(connectionId: ConnectionId, openForMs: number): Promise<void>;
  /** Whether `holder` makes the one probe; it tells how that went within `probeMs`, else another may make one. */
  abstract takeProbe(connectionId: ConnectionId, holder: string, probeMs: number): Promise<boolean>;
  /** How the probe went. News of a probe that another process makes by now changes nothing. */
  abstract endProbe(connectionId: ConnectionId, holder: string, outcome: ProbeOutcome): Promise<void>;
}

export type ProbeOutcome =
  | { readonly kind: 'succeed' }
  | { readonly kind: 'fail'; readonly openForMs: number };
