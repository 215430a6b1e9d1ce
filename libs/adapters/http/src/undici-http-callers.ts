import type { ConnectionId } from '@evenkeel/domain';
import {
  HttpCallers,
  type Clock,
  type HttpCaller,
  type Logger,
  type Meter,
  type Random,
  type Timers,
} from '@evenkeel/ports';
import { Agent } from 'undici';
import { callInstruments, type CallInstruments } from './call-instruments.js';
import { ConnectionGate } from './connection-gate.js';
import { GuardedHttpCaller } from './guarded-http-caller.js';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';

export interface HttpSurroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly meter: Meter;
  readonly log: Logger;
}

/** The guarded caller on undici's sockets and opossum's breaker. One instance per process; `close` ends it. */
export class UndiciHttpCallers extends HttpCallers {
  private readonly limits: HttpLimits;
  private readonly instruments: CallInstruments;
  private readonly gates = new Map<ConnectionId, ConnectionGate>();
  // The deadline of a call is the caller's own, so undici's timers stay out of the way.
  private readonly dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

  constructor(
    private readonly surroundings: HttpSurroundings,
    limits: Partial<HttpLimits> = {},
  ) {
    super();
    this.limits = { ...DEFAULT_HTTP_LIMITS, ...limits };
    this.instruments = callInstruments(surroundings.meter);
  }

  forConnection(connectionId: ConnectionId, signal: AbortSignal): HttpCaller {
    const { clock, timers, random, log } = this.surroundings;
    const { dispatcher, limits, instruments } = this;
    const gate = this.gateOf(connectionId);
    return new GuardedHttpCaller(
      { connectionId, gate, dispatcher, limits, instruments, clock, timers, random, log },
      signal,
    );
  }

  /** Ends calls under way and closes all sockets. */
  async close(): Promise<void> {
    for (const gate of this.gates.values()) gate.close();
    await this.dispatcher.destroy();
  }

  private gateOf(connectionId: ConnectionId): ConnectionGate {
    const known = this.gates.get(connectionId);
    if (known !== undefined) return known;
    const { clock } = this.surroundings;
    const state = this.instruments.breakerState;
    const gate = new ConnectionGate({ connectionId, policy: this.limits.breaker, clock, state });
    this.gates.set(connectionId, gate);
    return gate;
  }
}
