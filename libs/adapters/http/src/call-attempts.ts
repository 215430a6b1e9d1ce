import {
  assertCallWithin,
  cutPause,
  decideRetry,
  describePause,
  describeProblem,
  LONGEST_WAIT_IN_PLACE_MS,
  SyncError,
  type CallTries,
  type PostponedFor,
  type RetryDecision,
  type RetryPolicy,
} from '@evenkeel/domain';
import type { HttpCall, KeptAnswer } from '@evenkeel/ports';
import { CallWaits, postponed, TooLong } from './call-waits.js';
import type { CallerNeeds } from './caller-needs.js';
import { ProbeTaken } from './connection-gate.js';
import { SingleCall, type AnswerReading, type CallResult } from './single-call.js';
import { hostOf, placeOf } from './place-of.js';

interface WaitAfterFailure {
  readonly waitMs: number;
  readonly waiting: PostponedFor;
  readonly failure: SyncError;
}

/** Attempts at calling a provider: each passes the breaker and the quota and ends at its deadline. */
export class CallAttempts {
  private readonly retry: RetryPolicy;
  private readonly waits: CallWaits;
  private readonly single: SingleCall;

  constructor(
    private readonly needs: CallerNeeds,
    readonly signal: AbortSignal,
  ) {
    this.retry = needs.connection.retry ?? needs.limits.retry;
    this.waits = new CallWaits(needs, signal);
    this.single = new SingleCall(needs, signal);
  }

  /**
   * Makes attempts until one succeeds, or the retry policy or the budget says that it is enough; rejects with `CallPostponed` where
   * the next one would have to be waited for too long. `url` is for the log. `once`: a failure that is in doubt is the last.
   */
  async until<T>(
    { url, once = false }: { readonly url: string; readonly once?: boolean },
    attemptOnce: () => Promise<T>,
  ): Promise<T> {
    this.needs.retries.earn(this.retry);
    let tries = this.needs.tries.take();
    let last: SyncError | undefined;
    for (;;) {
      this.signal.throwIfAborted();
      try {
        return await attemptOnce();
      } catch (error) {
        this.signal.throwIfAborted();
        if (error instanceof ProbeTaken) continue;
        if (error instanceof TooLong) throw postponed(error, tries, last);
        if (!(error instanceof SyncError)) throw error;
        last = asPause(error, url, this.needs.clock.now());
        if (once && last.isInDoubt) throw last;
        tries = await this.prepareNext(url, last, tries);
      }
    }
  }

  /** Waits until the next attempt may be made, or sees to it that the quota does. Throws what failed where there is none. */
  private async prepareNext(url: string, failure: SyncError, tries: CallTries): Promise<CallTries> {
    const { quota, retries, watch, probes } = this.needs;
    const decision = this.afterFailure(failure, tries);
    if (decision.kind === 'stop') throw failure;
    if (decision.kind === 'retry') retries.spend(failure);
    const { kind, waitMs } = decision;
    this.logRetry(url, failure, waitMs);
    const isBreaker = failure.code === 'provider.breaker_open';
    // Who asks to be left alone for long asks it of all who call.
    const asksAll = !isBreaker && cutPause(failure.waitMs ?? 0) > LONGEST_WAIT_IN_PLACE_MS;
    if (kind === 'wait' || asksAll) quota.close({ waitMs, why: describeProblem(failure) });
    if (kind === 'wait') {
      const next = { ...tries, waits: tries.waits + 1 };
      // A probe does not wait for the quota, but neither does it hammer.
      if (probes) await this.sleepBefore(next, { waitMs, waiting: 'quota', failure });
      return next;
    }
    const next = { ...tries, failures: tries.failures + 1 };
    watch?.failed(failure, next.failures);
    await this.sleepBefore(next, { waitMs, waiting: isBreaker ? 'breaker' : 'retry', failure });
    return next;
  }

  private async sleepBefore(next: CallTries, { waitMs, waiting, failure }: WaitAfterFailure): Promise<void> {
    try {
      await this.waits.sleep(waitMs, waiting);
    } catch (error) {
      throw error instanceof TooLong ? postponed(error, next, failure) : error;
    }
  }

  private afterFailure(
    { errorClass, waitMs: askedMs }: SyncError,
    { failures, waits }: CallTries,
  ): RetryDecision {
    // "Retry-After: 0" would let us hammer a provider that keeps saying it: our own back-off is kinder.
    const waitMs = askedMs === 0 ? undefined : askedMs;
    const attempt = 1 + (errorClass === 'rate_limit' ? waits : failures);
    return decideRetry({ errorClass, attempt, waitMs }, this.retry, () => this.needs.random.next());
  }

  /**
   * Does work that is one call. The breaker is asked first: a grant is good for a moment only, and must not pass while a
   * probe is waited for.
   */
  async admitted<T>(work: () => Promise<T>): Promise<T> {
    const { gate, quota, share, connection, probes } = this.needs;
    const { waits, signal } = this;
    await waits.during('breaker', gate.waitForTurn(waits.series('breaker', () => gate.refusal())));
    const admission = quota.admit(connection.quota, { share, waits, signal, probes });
    const end = await waits.during('quota', admission);
    try {
      const given = await gate.pass(work);
      if (probes) quota.endProbe();
      return given;
    } finally {
      end();
    }
  }

  /** For the log of errors: the call is made once more. */
  tellFailed(error: SyncError): void {
    this.needs.watch?.failed(error, 1);
  }

  async pause(ms: number): Promise<void> {
    await this.needs.timers.sleep(ms, this.signal);
  }

  /** Short waits that are too long together: rejects with `TooLong` then, which {@link until} takes. */
  series(
    waiting: PostponedFor,
    why: () => Pick<SyncError, 'code' | 'message'>,
  ): (ms: number) => Promise<void> {
    return this.waits.series(waiting, why);
  }

  /**
   * One attempt. `before`: what the provider gave to this call before, and is asked whether it is still the same. Every call that
   * leaves the process passes here, hops of redirects and calls for tokens too: none goes outside the connection's origins.
   */
  async call(call: HttpCall, before?: KeptAnswer): Promise<CallResult> {
    assertCallWithin(this.needs.connection.origins, call.url);
    return this.single.make(call, before);
  }

  /** The same, for an answer that is none of records: `reading` says what it is, or throws what it amounts to. */
  async read<T extends object>(call: HttpCall, reading: AnswerReading<T>): Promise<T> {
    assertCallWithin(this.needs.connection.origins, call.url);
    return this.single.read(call, reading);
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

/** What a provider asks for is told with its host, status and header, and with the time. */
function asPause(error: SyncError, url: string, now: Date): SyncError {
  const { status, waitMs: askedMs, waitHeader: header } = error;
  if (askedMs === undefined || askedMs <= LONGEST_WAIT_IN_PLACE_MS || header === undefined) return error;
  const message = describePause({ host: hostOf(url), status, header, askedMs }, now);
  return new SyncError(error.code, message, {
    ...(status === undefined ? {} : { status }),
    waitMs: askedMs,
    waitHeader: header,
    isInDoubt: error.isInDoubt,
    cause: error,
  });
}
