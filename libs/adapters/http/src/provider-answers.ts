import { conditionOf, validatorsOf, type ConnectionId } from '@evenkeel/domain';
import type { Clock, HttpCall, JsonAnswer, KeptAnswer, KeptAnswers, Logger } from '@evenkeel/ports';
import type { RawAnswer } from './read-content.js';

export interface ProviderAnswersOptions {
  readonly connectionId: ConnectionId;
  /** Absent: the provider is always asked without conditions. */
  readonly kept: KeptAnswers | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

const FORGET_EVERY_MS = 600_000;

/** The answers of one connection that may be asked about. What goes wrong here costs a call that could have been spared. */
export class ProviderAnswers {
  private forgottenMs: number;

  constructor(private readonly options: ProviderAnswersOptions) {
    this.forgottenMs = options.clock.monotonicMs();
  }

  /** What the provider gave before to a call that may be conditional. */
  async before({ method, conditional }: HttpCall): Promise<KeptAnswer | undefined> {
    const { kept, connectionId, log } = this.options;
    if (kept === undefined || conditional === undefined || method !== 'GET') return undefined;
    return kept.find(connectionId, conditional.address).catch((error: unknown) => {
      log.warn('a kept answer could not be read', { connectionId, error });
      return undefined;
    });
  }

  /** Never rejects. */
  async keep({ method, conditional, format }: HttpCall, raw: RawAnswer, answer: JsonAnswer): Promise<void> {
    const { kept, connectionId, log } = this.options;
    if (kept === undefined || conditional === undefined || method !== 'GET') return;
    const { status, headers, body } = raw;
    const validators = validatorsOf({ status, headers, bodyBytes: body.length }, conditional.by);
    if (validators === undefined || conditional.isKept?.(answer) === false) return;
    // It may have been cut off, which is not told of what is kept.
    if (raw.isOpenEnded === true && format?.hasNoEnd === true) return;
    try {
      await kept.keep(connectionId, conditional.address, { ...validators, headers: lasting(headers), body });
      if (this.isTimeToForget()) await kept.forgetOld(connectionId);
    } catch (error) {
      log.warn('an answer could not be kept', { connectionId, error });
    }
  }

  private isTimeToForget(): boolean {
    const nowMs = this.options.clock.monotonicMs();
    if (nowMs - this.forgottenMs < FORGET_EVERY_MS) return false;
    this.forgottenMs = nowMs;
    return true;
  }
}

export function conditioned(call: HttpCall, before: KeptAnswer | undefined): HttpCall {
  return before === undefined ? call : { ...call, headers: { ...call.headers, ...conditionOf(before) } };
}

/** What "not modified" stands for: the answer before, with what the provider says anew (RFC 9111, section 4.3.4). */
export function asBefore(raw: RawAnswer, before: KeptAnswer): RawAnswer {
  return {
    status: 200,
    headers: { ...before.headers, ...lasting(raw.headers, /^(set-cookie|content-.*|transfer-encoding)$/) },
    body: Buffer.from(before.body),
  };
}

/** The body is kept as it is after decompression. */
const PASSING = /^(set-cookie|content-encoding|content-length|transfer-encoding)$/;

function lasting(headers: RawAnswer['headers'], passing = PASSING): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.test(name)));
}
