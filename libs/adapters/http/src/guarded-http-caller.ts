import { decideRetry, SyncError } from '@evenkeel/domain';
import {
  HttpCaller,
  type Clock,
  type HttpCall,
  type JsonAnswer,
  type Logger,
  type Random,
  type Timers,
} from '@evenkeel/ports';
import type { Dispatcher } from 'undici';
import type { CallInstruments } from './call-instruments.js';
import type { ConnectionGate } from './connection-gate.js';
import { exchange } from './exchange.js';
import type { HttpLimits } from './http-limits.js';
import { readAnswer } from './read-answer.js';
import { placeOf } from './transport-errors.js';

export interface CallerParts {
  readonly connectionId: string;
  readonly gate: ConnectionGate;
  readonly dispatcher: Dispatcher;
  readonly limits: HttpLimits;
  readonly instruments: CallInstruments;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Logger;
}

export class GuardedHttpCaller extends HttpCaller {
  constructor(
    private readonly parts: CallerParts,
    private readonly signal: AbortSignal,
  ) {
    super();
  }

  async json(call: HttpCall): Promise<JsonAnswer> {
    const { gate, random, limits } = this.parts;
    for (let attempt = 1, waits = 0; ;) {
      this.signal.throwIfAborted();
      await this.sleep(gate.limitedForMs());
      try {
        return await gate.pass(() => this.measured(call));
      } catch (error) {
        this.signal.throwIfAborted();
        if (!(error instanceof SyncError)) throw error;
        const { errorClass } = error;
        // "Retry-After: 0" would let us hammer a provider that keeps saying it: our own back-off is kinder.
        const waitMs = error.waitMs === 0 ? undefined : error.waitMs;
        const failures = errorClass === 'rate_limit' ? waits + 1 : attempt;
        const decision = decideRetry({ errorClass, attempt: failures, waitMs }, limits.retry, () =>
          random.next(),
        );
        if (decision.kind === 'stop') throw error;
        this.logRetry(call, error, decision.waitMs);
        if (decision.kind === 'retry') {
          attempt += 1;
          await this.sleep(decision.waitMs);
        } else {
          waits += 1;
          gate.limitFor(Math.min(decision.waitMs, limits.rateLimitWaitMs));
        }
      }
    }
  }

  private async measured(call: HttpCall): Promise<JsonAnswer> {
    const { clock, instruments, connectionId } = this.parts;
    const begunMs = clock.monotonicMs();
    let result = 'ok';
    try {
      return await this.once(call);
    } catch (error) {
      result = error instanceof SyncError ? error.code : 'aborted';
      throw error;
    } finally {
      instruments.calls.add(1, { connection: connectionId, result });
      instruments.seconds.observe((clock.monotonicMs() - begunMs) / 1000);
    }
  }

  /** One attempt under its deadline, which really ends the call: the socket is closed. */
  private async once(call: HttpCall): Promise<JsonAnswer> {
    const { limits, dispatcher, timers, clock } = this.parts;
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
      const raw = await exchange(call, { dispatcher, signal: ending.signal, responseBytes });
      return readAnswer(raw, call, { now: clock.now(), bodyDepth: limits.bodyDepth });
    } catch (error) {
      ending.signal.throwIfAborted();
      throw error;
    } finally {
      done.abort();
      this.signal.removeEventListener('abort', stop);
    }
  }

  private async sleep(ms: number): Promise<void> {
    if (ms > 0) await this.parts.timers.sleep(ms, this.signal);
  }

  private logRetry(call: HttpCall, error: SyncError, waitMs: number): void {
    const { log, connectionId } = this.parts;
    log.info('A provider call will be tried again', {
      connectionId,
      code: error.code,
      place: placeOf(call.url),
      waitMs,
    });
  }
}

function lateAnswer(call: HttpCall, timeoutMs: number): SyncError {
  return new SyncError('provider.timeout', `${placeOf(call.url)} did not answer within ${timeoutMs} ms`);
}
