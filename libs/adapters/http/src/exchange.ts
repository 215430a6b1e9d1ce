import type { IncomingHttpHeaders } from 'node:http';
import type { HttpCall } from '@evenkeel/ports';
import { request, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { describeCall } from './describe-call.js';
import { jsonFormat } from './json-format.js';
import { ACCEPTED_ENCODINGS, bodyTooLarge, readBody, type AnswerProgress } from './read-body.js';
import type { RawAnswer } from './read-content.js';
import { bodyError, connectError } from './transport-errors.js';

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly addresses: AddressGuard;
  readonly signal: AbortSignal;
  readonly responseBytes: number;
  readonly progress: AnswerProgress;
  /** Called when nothing is left to be waited for, just before the first byte leaves: aborting the signal keeps it here. */
  readonly leaving?: (() => void) | undefined;
  /** Is given what came of the body of a success that could not be read to its end. */
  readonly partly?: ((part: Buffer) => void) | undefined;
}

/** An error's body is read for its message only, so that much of it is enough. */
const ERROR_BODY_BYTES = 256 * 1024;

/** One request and its answer, whatever it is. Rejects with a `provider.*` error, or as the signal says. */
export async function exchange(call: HttpCall, options: ExchangeOptions): Promise<RawAnswer> {
  const { dispatcher, signal, leaving } = options;
  options.addresses.check(call.url);
  const response = await request(call.url, {
    dispatcher: leaving === undefined ? dispatcher : telling(dispatcher, leaving),
    signal,
    method: call.method,
    headers: headersOf(call),
    ...(call.body === undefined ? {} : { body: call.body }),
  }).catch((error: unknown) => {
    throw connectError(error, call);
  });
  const headers = plainHeaders(response.headers);
  const status = response.statusCode;
  try {
    options.progress.hasHead = true;
    const body = await takeBody({ status, headers }, response.body, options, call);
    const setCookies = setCookiesOf(response.headers);
    return { status, headers, body, setCookies, ...(isOpenEnded(headers) && { isOpenEnded: true }) };
  } catch (error) {
    response.body.destroy();
    throw bodyError(error, call);
  }
}

function telling(dispatcher: Dispatcher, leaving: () => void): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) => dispatch(options, handlerThatTells(handler, leaving)),
  );
}

function handlerThatTells(
  handler: Dispatcher.DispatchHandler,
  leaving: () => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...given) => {
      handler.onRequestStart?.(...given);
      leaving();
    },
    onResponseStart: (...given) => handler.onResponseStart?.(...given),
    onResponseData: (...given) => handler.onResponseData?.(...given),
    onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
    onResponseError: (...given) => handler.onResponseError?.(...given),
  };
}

/** Names are compared without regard to case: a header in two spellings would be sent twice. */
function headersOf({ headers = {}, format = jsonFormat }: HttpCall): Record<string, string> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const usual = { accept: format.accept, 'accept-encoding': ACCEPTED_ENCODINGS };
  return { ...usual, ...Object.fromEntries(own) } as Record<string, string>;
}

type ResponseBody = Dispatcher.ResponseData['body'];

async function takeBody(
  { status, headers }: Omit<RawAnswer, 'body'>,
  body: ResponseBody,
  { responseBytes, progress, partly }: Pick<ExchangeOptions, 'responseBytes' | 'progress' | 'partly'>,
  call: HttpCall,
): Promise<Buffer> {
  const encoding = headers['content-encoding'];
  const read = (limitBytes: number) =>
    readBody(body, {
      ...{ encoding, limitBytes, progress, place: describeCall(call) },
      partly: status < 300 ? partly : undefined,
    });
  // Whatever the body of an error is, the status says more than that it could not be read.
  if (status >= 400) return read(ERROR_BODY_BYTES).catch(() => Buffer.alloc(0));
  if (encoding === undefined && Number(headers['content-length'] ?? 0) > responseBytes)
    throw bodyTooLarge(describeCall(call), responseBytes);
  return read(responseBytes);
}

function setCookiesOf({ 'set-cookie': set = [] }: IncomingHttpHeaders): readonly string[] {
  return Array.isArray(set) ? set : [set];
}

/** Whether nothing but its end shows where a body ends (RFC 9112, 6.3). What is compressed shows it by itself. */
function isOpenEnded(headers: RawAnswer['headers']): boolean {
  return ['content-length', 'transfer-encoding', 'content-encoding'].every((name) => !(name in headers));
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
