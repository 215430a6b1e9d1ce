import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { BodyFormat, HttpCall, HttpMethod, JsonAnswer, SeenAnswer } from '@evenkeel/ports';
import { excerptOf } from './excerpt.js';
import { jsonFormat } from './json-format.js';
import { mediaTypeOf, readContent, type BodyReading, type RawAnswer } from './read-content.js';
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
  const format = formatOf(raw, call);
  const reading = { format, place, maxDepth: bodyDepth, charset: call.charset, begins };
  const isWanted = failed === undefined && format === wantedBy(call);
  const body = isWanted ? bodyOf(raw, call, reading) : bodyOfError(raw, call, reading);
  const read = call.classify?.(status, body, failed, seenOf(head, body, now)) ?? failed;
  if (read === undefined) {
    if (!isWanted) throw otherContent(raw, call, reading);
    return { ...head, body: body ?? null, ...(raw.isOpenEnded && { isOpenEnded: true }) };
  }
  const { code, ...wait } = typeof read === 'string' ? { code: read } : read;
  const asked = 'told' in wait ? { waitMs: wait.waitMs, waitHeader: wait.told } : retryAfterOf(head, now);
  const message = `${place} answered ${status}${oddStatus(status) ?? excerptOf(raw, call)}`;
  throw new SyncError(code, message, asked === undefined ? { status } : { status, ...asked });
}

function wantedBy({ format = jsonFormat }: HttpCall): BodyFormat {
  return format;
}

/** The format that was asked for, unless type and beginning of a body agree that it is in another: an error with a success, mostly. */
function formatOf(raw: RawAnswer, call: HttpCall): BodyFormat {
  const [wanted, type] = [wantedBy(call), mediaTypeOf(raw)];
  if (raw.body.length === 0 || wanted.isNamedBy(type)) return wanted;
  const start = raw.body.toString('latin1', 0, 64);
  const isMeant = ({ isNamedBy, begins }: BodyFormat) => isNamedBy(type) && begins?.test(start) === true;
  return [jsonFormat, ...(call.otherFormats ?? [])].find(isMeant) ?? wanted;
}

function otherContent(
  raw: RawAnswer,
  call: HttpCall,
  { place, begins }: Pick<BodyReading, 'place' | 'begins'>,
): SyncError {
  const message = `${place} answered with ${mediaTypeOf(raw)} instead of ${wantedBy(call).name}${begins()}`;
  return new SyncError('provider.unexpected_content', message);
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

/** What was put, patched or deleted may be answered with nothing at all, and what is made once; who reads or posts is owed a body. */
const MAY_BE_EMPTY: readonly HttpMethod[] = ['PUT', 'PATCH', 'DELETE'];

function bodyOf(raw: RawAnswer, { method, once }: HttpCall, reading: BodyReading): JsonValue {
  if (raw.body.length === 0 && (once === true || MAY_BE_EMPTY.includes(method))) return null;
  return readContent(raw, reading);
}

/** An error's body is a courtesy: that it cannot be read is no second error. It is in any format that its beginning fits. */
function bodyOfError(raw: RawAnswer, call: HttpCall, reading: BodyReading): JsonValue | undefined {
  const formats = [reading.format, jsonFormat, ...(call.otherFormats ?? [])];
  const inOrder = [...formats.filter(({ begins }) => begins !== undefined), ...formats];
  for (const format of new Set(inOrder)) {
    try {
      return readContent(raw, { ...reading, format });
    } catch {
      continue;
    }
  }
  return undefined;
}

function timeOf(header: string | undefined): Date | null {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? null : new Date(time);
}
