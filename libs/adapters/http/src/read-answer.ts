import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { HttpCall, HttpMethod, JsonAnswer, SeenAnswer } from '@evenkeel/ports';
import { excerptOf } from './excerpt.js';
import { readJson, type BodyReading, type RawAnswer } from './read-json.js';
import type { AnswerHead } from './answer-head.js';
import { retryAfterOf } from './retry-after.js';
import { codeOfStatus } from './status-code.js';
import { describeCall } from './describe-call.js';

export interface ReadingOptions {
  readonly now: Date;
  readonly bodyDepth: number;
}

/** What the provider said, or the error that it amounts to: the connector's own reading goes first. */
export function readAnswer(raw: RawAnswer, call: HttpCall, { now, bodyDepth }: ReadingOptions): JsonAnswer {
  const { status } = raw;
  const place = describeCall(call);
  const head = headOf(raw);
  const failed = codeOfStatus(head);
  const begins = () => excerptOf(raw, call);
  const reading = { place, maxDepth: bodyDepth, charset: call.charset, begins };
  const body = failed === undefined ? bodyOf(raw, call, reading) : bodyOfError(raw, reading);
  const read = call.classify?.(status, body, failed, seenOf(head, body, now)) ?? failed;
  if (read === undefined) return { ...head, body: body ?? null };
  const { code, ...wait } = typeof read === 'string' ? { code: read } : read;
  const asked = 'told' in wait ? { waitMs: wait.waitMs, waitHeader: wait.told } : retryAfterOf(head, now);
  const message = `${place} answered ${status}${oddStatus(status) ?? excerptOf(raw, call)}`;
  throw new SyncError(code, message, asked === undefined ? { status } : { status, ...asked });
}

/** Answers that make sense only to another question, or that lead on to nowhere. */
function oddStatus(status: number): string | undefined {
  if (status === 304) return ' Not Modified, though nothing conditional was asked (a cache between?)';
  return status >= 300 && status < 400 ? ' without saying where to' : undefined;
}

/** What a connector sees of an answer. */
export function seenOf(
  { headers, providerTime }: AnswerHead,
  body: JsonValue | undefined,
  now: Date,
): SeenAnswer {
  return { headers, body, now: providerTime ?? now };
}

export function headOf({ status, headers }: RawAnswer): AnswerHead {
  return { status, headers, providerTime: timeOf(headers['date']) };
}

/** What was put, patched or deleted may be answered with nothing at all; who reads or posts is owed a body. */
const MAY_BE_EMPTY: readonly HttpMethod[] = ['PUT', 'PATCH', 'DELETE'];

function bodyOf(raw: RawAnswer, { method }: HttpCall, reading: BodyReading): JsonValue {
  if (raw.body.length === 0 && MAY_BE_EMPTY.includes(method)) return null;
  return readJson(raw, reading);
}

/** An error's body is a courtesy: that it is not JSON is no second error. */
function bodyOfError(raw: RawAnswer, reading: BodyReading): JsonValue | undefined {
  try {
    return readJson(raw, reading);
  } catch {
    return undefined;
  }
}

function timeOf(header: string | undefined): Date | null {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? null : new Date(time);
}
