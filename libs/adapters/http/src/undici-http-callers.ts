import type { ConnectionId, QuotaLane } from '@evenkeel/domain';
import {
  HttpCallers,
  type BreakerBoard,
  type CalledConnection,
  type CallTally,
  type Clock,
  type HttpCaller,
  type Logger,
  type Meter,
  type QuotaLedger,
  type Random,
  type Timers,
} from '@evenkeel/ports';
import { Agent } from 'undici';
import { CallCounter } from './call-counter.js';
import { callInstruments, type CallInstruments } from './call-instruments.js';
import { ConnectionGate } from './connection-gate.js';
import { ConnectionQuota } from './connection-quota.js';
import { GuardedHttpCaller } from './guarded-http-caller.js';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';

export interface HttpSurroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly meter: Meter;
  readonly log: Logger;
  readonly ledger: QuotaLedger;
  readonly board: BreakerBoard;
  /** Where it is kept how calls went; nowhere if it is left out. */
  readonly tally?: CallTally;
  /** This process, as ledger and board know it: no two have the same. */
  readonly holder: string;
}

/** The guarded caller on undici's sockets and opossum's breaker. One instance per process; `close` ends it. */
export class UndiciHttpCallers extends HttpCallers {
  private readonly limits: HttpLimits;
  private readonly instruments: CallInstruments;
  private readonly counter: CallCounter | undefined;
  private readonly guards = new Map<ConnectionId, Guards>();
  // The deadline of a call is the caller's own, so undici's timers stay out of the way.
  private readonly dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

  constructor(
    private readonly surroundings: HttpSurroundings,
    limits: Partial<HttpLimits> = {},
  ) {
    super();
    this.limits = { ...DEFAULT_HTTP_LIMITS, ...limits };
    this.instruments = callInstruments(surroundings.meter);
    const { tally, timers, log } = surroundings;
    this.counter = tally === undefined ? undefined : new CallCounter({ tally, timers, log });
  }

  forConnection(connection: CalledConnection, signal: AbortSignal, lane: QuotaLane): HttpCaller {
    const { clock, timers, random, log } = this.surroundings;
    const { dispatcher, limits, instruments, counter } = this;
    const { gate, quota } = this.guardsOf(connection.id);
    return new GuardedHttpCaller(
      { connection, lane, gate, quota, dispatcher, limits, instruments, counter, clock, timers, random, log },
      signal,
    );
  }

  /** Ends calls under way and closes all sockets. */
  async close(): Promise<void> {
    for (const { gate, quota } of this.guards.values()) {
      gate.close();
      quota.shutDown();
    }
    await this.dispatcher.destroy();
    await this.counter?.stop();
  }

  private guardsOf(connectionId: ConnectionId): Guards {
    const known = this.guards.get(connectionId);
    if (known !== undefined) return known;
    const { clock, timers, log, ledger, board, holder } = this.surroundings;
    const { breakerState: state, quotaWaitSeconds: waitSeconds } = this.instruments;
    const callMs = this.limits.callTimeoutMs + AFTER_CALL_MS;
    const here = { connectionId, holder, callMs, clock, log };
    const guards = {
      gate: new ConnectionGate({ ...here, policy: this.limits.breaker, board, state }),
      quota: new ConnectionQuota({ ...here, ledger, timers, waitSeconds }),
    };
    this.guards.set(connectionId, guards);
    return guards;
  }
}

/** What all calls of one connection pass in this process. */
interface Guards {
  readonly gate: ConnectionGate;
  readonly quota: ConnectionQuota;
}

/** For what comes after the deadline of a call: ending its socket, reading what was left. */
const AFTER_CALL_MS = 1_000;
