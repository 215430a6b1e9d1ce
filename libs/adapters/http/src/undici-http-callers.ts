import type { ConnectionId } from '@evenkeel/domain';
import {
  HttpCallers,
  type BreakerBoard,
  type CalledConnection,
  type CallTally,
  type Clock,
  type HttpCaller,
  type KeptAnswers,
  type Logger,
  type Meter,
  type QuotaLedger,
  type Random,
  type SessionCalls,
  type Timers,
  type Tracing,
} from '@evenkeel/ports';
import type { Agent } from 'undici';
import { AddressGuard } from './address-guard.js';
import { CallAttempts } from './call-attempts.js';
import type { CallerNeeds } from './caller-needs.js';
import { CallCounter } from './call-counter.js';
import { callInstruments, instrumentsOf, type CallInstruments } from './call-instruments.js';
import { agentFor, ConnectionSockets } from './connection-sockets.js';
import { EarlierTries } from './call-waits.js';
import { ConnectionGate } from './connection-gate.js';
import { ConnectionQuota } from './connection-quota.js';
import { GuardedHttpCaller } from './guarded-http-caller.js';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';
import { ProviderAnswers } from './provider-answers.js';
import { RetryAccount } from './retry-account.js';
import { ConnectionTokens, type TokenKeeping } from './tokens/connection-tokens.js';

export interface HttpSurroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly meter: Meter;
  readonly log: Logger;
  readonly tracing: Pick<Tracing, 'within'>;
  readonly ledger: QuotaLedger;
  readonly board: BreakerBoard;
  /** Where it is kept how calls went; nowhere if it is left out. */
  readonly tally?: CallTally;
  /** Where access tokens are kept; left out in a process that may not open credentials. */
  readonly tokens?: TokenKeeping | undefined;
  /** Left out, every answer is asked for anew. */
  readonly keptAnswers?: KeptAnswers;
  /** This process, as ledger and board know it: no two have the same. */
  readonly holder: string;
}

/** The guarded caller on undici's sockets and opossum's breaker. One instance per process; `close` ends it. */
export class UndiciHttpCallers extends HttpCallers {
  private readonly limits: HttpLimits;
  private readonly instruments: CallInstruments;
  private readonly counter: CallCounter | undefined;
  private readonly guards = new Map<ConnectionId, Guards>();
  private readonly closing = new AbortController();
  private readonly dispatcher: Agent;
  private readonly addresses: AddressGuard;

  constructor(
    private readonly surroundings: HttpSurroundings,
    limits: Partial<HttpLimits> = {},
  ) {
    super();
    this.limits = { ...DEFAULT_HTTP_LIMITS, ...limits };
    this.addresses = new AddressGuard(this.limits.addresses);
    this.dispatcher = agentFor(this.addresses);
    this.instruments = callInstruments(surroundings.meter);
    const { tally, timers, log } = surroundings;
    this.counter = tally === undefined ? undefined : new CallCounter({ tally, timers, log });
  }

  forConnection(
    connection: CalledConnection,
    { signal, share, watch, patience, probes = false }: SessionCalls,
  ): HttpCaller {
    const { clock, timers, random, log, tracing } = this.surroundings;
    const { addresses, counter } = this;
    const limits = { ...this.limits, ...connection.limits };
    const { tokens, answers, ...guards } = this.guardsOf(connection);
    const needs: CallerNeeds = {
      ...guards,
      ...{ connection, share, addresses, limits },
      ...{ counter, clock, timers, random, log, tracing },
      ...{ watch, patience, probes, tries: new EarlierTries(patience?.tries) },
    };
    // Other sessions may wait for the token as well, so it is got from the share of those who are waited for.
    const renewing = new CallAttempts(
      { ...needs, share: 'reserved', patience: undefined },
      this.closing.signal,
    );
    return new GuardedHttpCaller({ attempts: new CallAttempts(needs, signal), answers, tokens, renewing });
  }

  forget(id: ConnectionId): void {
    const known = this.guards.get(id);
    this.guards.delete(id);
    known?.gate.close();
    known?.quota.shutDown();
  }

  /** Ends calls under way and closes all sockets; a refresh of a token may end by itself, for it may use up what it is made with. */
  async close(): Promise<void> {
    await this.refreshesEnd();
    this.closing.abort(new Error('The process is closing'));
    for (const { gate, quota, sockets } of this.guards.values()) {
      gate.close();
      quota.shutDown();
      await sockets.close();
    }
    await this.dispatcher.destroy();
    await this.counter?.stop();
  }

  private async refreshesEnd(): Promise<void> {
    const refreshes = [...this.guards.values()].map(({ tokens }) => tokens.settled());
    const ended = new AbortController();
    const patience = this.surroundings.timers.sleep(LAST_REFRESH_MS, ended.signal).catch(() => undefined);
    await Promise.race([Promise.all(refreshes), patience]);
    ended.abort();
  }

  private guardsOf({ id: connectionId, tenantId, name, limits = this.limits }: CalledConnection): Guards {
    const known = this.guards.get(connectionId);
    if (known !== undefined) return known;
    const {
      clock,
      timers,
      log,
      ledger,
      board,
      holder,
      tokens: keeping,
      keptAnswers: kept,
    } = this.surroundings;
    const instruments = instrumentsOf(this.instruments, name);
    const {
      breakerState: state,
      quotaWaitSeconds: waitSeconds,
      tokenRefreshes: refreshes,
      retries,
    } = instruments;
    const callMs = limits.callTimeoutMs + AFTER_CALL_MS;
    const here = { connectionId, holder, callMs, clock, log };
    const guards = {
      instruments,
      gate: new ConnectionGate({ ...here, policy: this.limits.breaker, board, state }),
      quota: new ConnectionQuota({ ...here, ledger, timers, waitSeconds }),
      answers: new ProviderAnswers({ ...here, kept }),
      retries: new RetryAccount({ ...here, retries }),
      sockets: new ConnectionSockets(this.dispatcher, this.addresses),
      tokens: new ConnectionTokens({ ...here, tenantId, keeping, refreshes }),
    };
    this.guards.set(connectionId, guards);
    return guards;
  }
}

/** What all calls of one connection pass in this process. */
interface Guards {
  readonly instruments: CallInstruments;
  readonly gate: ConnectionGate;
  readonly quota: ConnectionQuota;
  readonly answers: ProviderAnswers;
  readonly retries: RetryAccount;
  readonly sockets: ConnectionSockets;
  readonly tokens: ConnectionTokens;
}

/** For what comes after the deadline of a call: ending its socket, reading what was left. */
const AFTER_CALL_MS = 1_000;
/** How long a process that is closing waits for a token that was asked for. */
const LAST_REFRESH_MS = 5_000;
