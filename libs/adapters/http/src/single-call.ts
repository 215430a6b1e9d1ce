import { randomUUID } from 'node:crypto';
import { strictestLimit, SyncError, type JsonValue } from '@evenkeel/domain';
import type { HttpCall, JsonAnswer, KeptAnswer } from '@evenkeel/ports';
import { AGAIN_AFTER_MS, TooLong } from './call-waits.js';
import type { CallerNeeds } from './caller-needs.js';
import { describeCall, sizeText } from './describe-call.js';
import { exchange } from './exchange.js';
import { isInDoubt, withDoubt } from './in-doubt.js';
import { limitReportOf } from './limit-headers.js';
import { asBefore, conditioned } from './provider-answers.js';
import { headOf, readAnswer, seenOf } from './read-answer.js';
import type { RawAnswer } from './read-content.js';
import { redirectOf } from './redirect.js';
import type { AnswerProgress } from './read-body.js';
import { withoutSecrets } from './secrets-of.js';
import { signedCall } from './sign-call.js';

/** What one call gave: an answer, or another address to ask. */
export type CallResult =
  | { readonly kind: 'answer'; readonly answer: JsonAnswer; readonly raw: RawAnswer; readonly isNew: boolean }
  | { readonly kind: 'redirect'; readonly url: string; readonly setCookies: readonly string[] };

/** How an answer is taken that is none of records. */
export interface AnswerReading<T> {
  /** Says what it is, or throws what it amounts to. */
  readonly whole: (given: RawAnswer) => T;
  /** Is given what came of the body of a success that could not be read to its end. */
  readonly partly?: (part: Buffer) => void;
}

/** Reason of a deadline that is taken back: an error of its own for each call would cost more than the rest of it. */
const CALL_ENDED = 'the call has ended';

/** Why a call was not made for which it was too late. */
const NOT_BEGUN = {
  code: 'provider.timeout',
  message: 'The call had to wait for so long that others may have taken it over: it was not made',
} as const;

/** Calls that are made once, counted by what came of them. */
export class SingleCall {
  constructor(
    private readonly needs: CallerNeeds,
    private readonly signal: AbortSignal,
  ) {}

  /** `before`: what the provider gave to this call before, and is asked whether it is still the same. */
  make(call: HttpCall, before?: KeptAnswer): Promise<CallResult> {
    const moment = { now: this.needs.clock.now(), nonce: randomUUID() };
    const asked = signedCall(conditioned(call, before), moment);
    return this.read(asked, { whole: (given) => this.resultOf(given, asked, before) });
  }

  /** The same where `reading` says what the answer is, or throws what it amounts to. */
  read<T extends object>(call: HttpCall, reading: AnswerReading<T>): Promise<T> {
    const { tracing, connection } = this.needs;
    const { method = 'GET', url } = call;
    // No path: some providers want their secrets in it.
    const notes = {
      'http.request.method': method,
      'server.address': new URL(url).host,
      'evenkeel.connection_id': connection.id,
    };
    const span = { name: method, kind: 'client', notes } as const;
    return tracing.within(span, () => this.counted(call, reading));
  }

  private async counted<T extends object>(call: HttpCall, reading: AnswerReading<T>): Promise<T> {
    const { clock, instruments, counter, connection } = this.needs;
    const begunMs = clock.monotonicMs();
    let result = 'ok';
    try {
      const given = await this.once(call, reading);
      if ('isNew' in given && given.isNew === false) {
        result = 'not_modified';
        counter?.countNotModified(connection.id);
      } else counter?.count(connection.id);
      return given;
    } catch (thrown) {
      const doubt = thrown instanceof SyncError && isInDoubt(thrown);
      const error = withDoubt(withoutSecrets(thrown, call), doubt);
      counter?.count(connection.id, error);
      result = error instanceof SyncError ? error.code : 'aborted';
      throw error;
    } finally {
      instruments.calls.add(1, { result });
      instruments.seconds.observe((clock.monotonicMs() - begunMs) / 1000);
    }
  }

  /** One attempt under its deadline, which really ends the call: the socket is closed. */
  private async once<T>(call: HttpCall, { whole, partly }: AnswerReading<T>): Promise<T> {
    const { limits, sockets, addresses, timers, clock } = this.needs;
    const begunMs = clock.monotonicMs();
    const ending = new AbortController();
    const done = new AbortController();
    const stop = () => {
      ending.abort(this.signal.reason);
    };
    this.signal.addEventListener('abort', stop, { once: true });
    const progress = { hasHead: false, bytes: 0 };
    const late = () => {
      ending.abort(lateAnswer(call, limits.callTimeoutMs, progress));
    };
    timers.sleep(limits.callTimeoutMs, done.signal).then(late, () => undefined);
    try {
      const { responseBytes } = limits;
      const dispatcher = sockets.of(call);
      const leaving = call.once && (() => this.keepLate(call, ending, { begunMs, late }));
      const around = {
        dispatcher,
        addresses,
        signal: ending.signal,
        responseBytes,
        progress,
        partly,
        leaving,
      };
      const given = await exchange(call, around);
      this.learnFrom(given, call, undefined);
      return whole(given);
    } catch (error) {
      ending.signal.throwIfAborted();
      throw error;
    } finally {
      done.abort(CALL_ENDED);
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** In a process that stood still, timers come after what was ready to be sent by then: so the time is looked at once more. */
  private keepLate(
    { beginsByMs = Infinity }: HttpCall,
    ending: AbortController,
    { begunMs, late }: { readonly begunMs: number; readonly late: () => void },
  ): void {
    const { clock, limits } = this.needs;
    const nowMs = clock.monotonicMs();
    if (nowMs > beginsByMs) ending.abort(new TooLong(AGAIN_AFTER_MS, 'retry', NOT_BEGUN));
    else if (nowMs - begunMs > limits.callTimeoutMs) late();
  }

  private resultOf(given: RawAnswer, call: HttpCall, before: KeptAnswer | undefined): CallResult {
    const { limits, clock } = this.needs;
    const url = redirectOf(given, call);
    if (url !== undefined) return { kind: 'redirect', url, setCookies: given.setCookies ?? [] };
    const isNew = given.status !== 304 || before === undefined;
    const raw = isNew ? given : asBefore(given, before);
    const answer = readAnswer(raw, call, { now: clock.now(), bodyDepth: limits.bodyDepth });
    // Some tell in the body what is left.
    if (isNew && call.limits !== undefined) this.learnFrom(raw, call, answer.body);
    return { kind: 'answer', answer, raw, isNew };
  }

  private learnFrom(raw: RawAnswer, { limits }: HttpCall, body: JsonValue | undefined): void {
    const { quota, connection, clock } = this.needs;
    const [head, now] = [headOf(raw), clock.now()];
    const own = strictestLimit(limits?.(seenOf(head, body, now)) ?? []);
    const report = own ?? limitReportOf(head, now);
    if (report !== undefined) quota.learn(report, connection.quota !== null);
  }
}

function lateAnswer(call: HttpCall, timeoutMs: number, { hasHead, bytes }: AnswerProgress): SyncError {
  const seconds = `${timeoutMs / 1000} s`;
  const what = hasHead
    ? `sent ${sizeText(bytes)} in ${seconds} and was not done`
    : `did not answer within ${seconds}`;
  return new SyncError('provider.timeout', `${describeCall(call)} ${what}`);
}
