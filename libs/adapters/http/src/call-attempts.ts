import {
  decideRetry,
  SyncError,
  type QuotaShare,
  type RetryDecision,
  type RetryPolicy,
} from '@evenkeel/domain';
import type {
  CalledConnection,
  CallWatch,
  Clock,
  HttpCall,
  JsonAnswer,
  KeptAnswer,
  Logger,
  Random,
  Timers,
} from '@evenkeel/ports';
import type { Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import type { CallCounter } from './call-counter.js';
import type { CallInstruments } from './call-instruments.js';
import { ProbeTaken, type ConnectionGate } from './connection-gate.js';
import type { ConnectionQuota } from './connection-quota.js';
import { exchange } from './exchange.js';
import type { HttpLimits } from './http-limits.js';
import { limitReportOf } from './limit-headers.js';
import { asBefore, conditioned } from './provider-answers.js';
import { headOf, readAnswer } from './read-answer.js';
import type { RawAnswer } from './read-json.js';
import { redirectOf } from './redirect.js';
import type { RetryAccount } from './retry-account.js';
import { placeOf } from './transport-errors.js';

export interface CallerNeeds {
  readonly connection: CalledConnection;
  readonly share: QuotaShare;
  readonly gate: ConnectionGate;
  readonly quota: ConnectionQuota;
  readonly retries: RetryAccount;
  readonly dispatcher: Dispatcher;
  readonly addresses: AddressGuard;
  readonly limits: HttpLimits;
  readonly instruments: CallInstruments;
  readonly counter: CallCounter | undefined;
  readonly watch: CallWatch | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Logger;
}

/** What one call gave: an answer, or another address to ask. */
export type CallResult =
  | { readonly kind: 'answer'; readonly answer: JsonAnswer; readonly raw: RawAnswer; readonly isNew: boolean }
  | { readonly kind: 'redirect'; readonly url: string };

/** Attempts at calling a provider: each passes the breaker and the quota and ends at its deadline. */
export class CallAttempts {
  private readonly retry: RetryPolicy;

  constructor(
    private readonly needs: CallerNeeds,
    readonly signal: AbortSignal,
  ) {
    this.retry = needs.connection.retry ?? needs.limits.retry;
  }

  /** Makes attempts until one succeeds, or the retry policy or the budget says that it is enough. `url` is for the log. */
  async until<T>(url: string, attemptOnce: () => Promise<T>): Promise<T> {
    const { quota, limits, retries, watch } = this.needs;
    retries.earn(this.retry);
    for (let attempt = 1, waits = 0; ;) {
      this.signal.throwIfAborted();
      try {
        return await attemptOnce();
      } catch (error) {
        this.signal.throwIfAborted();
        if (error instanceof ProbeTaken) continue;
        if (!(error instanceof SyncError)) throw error;
        const decision = this.afterFailure(error, { attempt, waits });
        if (decision.kind === 'stop') throw error;
        if (decision.kind === 'retry') retries.spend(error);
        this.logRetry(url, error, decision.waitMs);
        if (decision.kind === 'retry') {
          watch?.failed(error, attempt);
          attempt += 1;
          await this.sleepAfter(error, decision.waitMs);
        } else {
          waits += 1;
          quota.close(Math.min(decision.waitMs, limits.rateLimitWaitMs));
        }
      }
    }
  }

  private afterFailure(
    { errorClass, waitMs: askedMs }: SyncError,
    { attempt, waits }: { readonly attempt: number; readonly waits: number },
  ): RetryDecision {
    // "Retry-After: 0" would let us hammer a provider that keeps saying it: our own back-off is kinder.
    const waitMs = askedMs === 0 ? undefined : askedMs;
    const failures = errorClass === 'rate_limit' ? waits + 1 : attempt;
    return decideRetry({ errorClass, attempt: failures, waitMs }, this.retry, () => this.needs.random.next());
  }

  /**
   * Does work that is one call. The breaker is asked first: a grant is good for a moment only, and must not pass while a
   * probe is waited for.
   */
  async admitted<T>(work: () => Promise<T>): Promise<T> {
    const { gate, quota, share, connection } = this.needs;
    const turn = gate.waitForTurn((ms) => this.sleep(ms));
    await this.waiting('breaker', turn);
    const end = await this.waiting('quota', quota.admit(connection.quota, share, this.signal));
    try {
      return await gate.pass(work);
    } finally {
      end();
    }
  }

  /** `before`: what the provider gave to this call before, and is asked whether it is still the same. */
  async call(call: HttpCall, before?: KeptAnswer): Promise<CallResult> {
    const { clock, instruments, counter, connection } = this.needs;
    const begunMs = clock.monotonicMs();
    let result = 'ok';
    try {
      const given = await this.once(conditioned(call, before), before);
      if (given.kind === 'answer' && !given.isNew) {
        result = 'not_modified';
        counter?.countNotModified(connection.id);
      } else counter?.count(connection.id);
      return given;
    } catch (error) {
      counter?.count(connection.id, error);
      result = error instanceof SyncError ? error.code : 'aborted';
      throw error;
    } finally {
      instruments.calls.add(1, { connection: connection.id, result });
      instruments.seconds.observe((clock.monotonicMs() - begunMs) / 1000);
    }
  }

  async sleep(ms: number): Promise<void> {
    if (ms > 0) await this.needs.timers.sleep(ms, this.signal);
  }

  private async sleepAfter({ code }: SyncError, ms: number): Promise<void> {
    const sleep = this.sleep(ms);
    await (code === 'provider.breaker_open' ? this.waiting('breaker', sleep) : sleep);
  }

  /** Tells what is waited for while it is. */
  private async waiting<T>(what: Parameters<CallWatch['waits']>[0], wait: Promise<T>): Promise<T> {
    const goOn = this.needs.watch?.waits(what);
    try {
      return await wait;
    } finally {
      goOn?.();
    }
  }

  /** One attempt under its deadline, which really ends the call: the socket is closed. */
  private async once(call: HttpCall, before: KeptAnswer | undefined): Promise<CallResult> {
    const { limits, dispatcher, addresses, timers, clock } = this.needs;
    const ending = new AbortController();
    const done = new AbortController();
    const stop = () => {
      ending.abort(this.signal.reason);
    };
    this.signal.addEventListener('abort', stop, { once: true });
    const late = () => {
      ending.abort(lateAnswer(call, limits.callTimeoutMs));
    };
    timers.sleep(limits.callTimeoutMs, done.signal).then(late, () => undefined);
    try {
      const { responseBytes } = limits;
      const given = await exchange(call, { dispatcher, addresses, signal: ending.signal, responseBytes });
      this.learnFrom(given);
      const url = redirectOf(given, call);
      if (url !== undefined) return { kind: 'redirect', url };
      const isNew = given.status !== 304 || before === undefined;
      const raw = isNew ? given : asBefore(given, before);
      const answer = readAnswer(raw, call, { now: clock.now(), bodyDepth: limits.bodyDepth });
      return { kind: 'answer', answer, raw, isNew };
    } catch (error) {
      ending.signal.throwIfAborted();
      throw error;
    } finally {
      done.abort();
      this.signal.removeEventListener('abort', stop);
    }
  }

  private learnFrom(raw: RawAnswer): void {
    const { quota, connection, clock } = this.needs;
    const report = limitReportOf(headOf(raw), clock.now());
    if (report !== undefined) quota.learn(report, connection.quota !== null);
  }

  private logRetry(url: string, error: SyncError, waitMs: number): void {
    const { log, connection } = this.needs;
    log.info('A provider call will be tried again', {
      connectionId: connection.id,
      code: error.code,
      place: placeOf(url),
      waitMs,
    });
  }
}

function lateAnswer(call: HttpCall, timeoutMs: number): SyncError {
  return new SyncError('provider.timeout', `${placeOf(call.url)} did not answer within ${timeoutMs} ms`);
}
