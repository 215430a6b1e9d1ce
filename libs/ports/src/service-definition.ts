import type { ServiceName } from '@evenkeel/contracts-messages';

/** Looks in the rows for work whose message was lost, and for what only time brings about. */
export abstract class Sweep {
  abstract readonly everyMs: number;
  /** Rounds of one process never overlap; rounds of several processes may. A rejection is logged, the next round comes. */
  abstract run(): Promise<void>;
}

// A provider's constructor takes whatever it depends on.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Constructor<T = unknown> = new (...dependencies: any[]) => T;

/** A service as whoever hosts it needs to know it, alone in a process or with the others. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Nest controllers whose methods take messages (`@EventPattern`). */
  readonly handlers: readonly Constructor[];
  /** Nest controllers that answer HTTP, apart from health and metrics, which the host adds. */
  readonly endpoints: readonly Constructor[];
  /**
   * How its endpoints get the bodies of requests: JSON by default; `bytes` as they came in, whatever their type, where a
   * signature over them is checked before anything is parsed.
   */
  readonly bodies?: 'bytes';
  /** Everything that handlers, endpoints and sweeps depend on and that is not a port. */
  readonly providers: readonly Constructor[];
  readonly sweeps: readonly Constructor<Sweep>[];
}
