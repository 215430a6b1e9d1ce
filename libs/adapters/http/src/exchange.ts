import type { IncomingHttpHeaders } from 'node:http';
import { SyncError } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { request, type Dispatcher } from 'undici';
import { ACCEPTED_ENCODINGS, bodyTooLarge, readBody } from './read-body.js';
import type { RawAnswer } from './read-json.js';
import { bodyError, connectError, placeOf } from './transport-errors.js';

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly responseBytes: number;
}

const MOST_REDIRECTS = 5;
/** An error's body is read for its message only, so that much of it is enough. */
const ERROR_BODY_BYTES = 256 * 1024;

/** One call, its redirects on the same host included. Rejects with a `provider.*` error, or as the signal says. */
export async function exchange(call: HttpCall, options: ExchangeOptions): Promise<RawAnswer> {
  let url = call.url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const answer = await exchangeOnce({ ...call, url }, options);
    const target = redirectTarget(answer, url);
    if (target === undefined || call.method !== 'GET') return answer;
    url = target;
  }
  throw new SyncError(
    'provider.redirected',
    `${placeOf(call.url)} redirects more than ${MOST_REDIRECTS} times`,
  );
}

async function exchangeOnce(call: HttpCall, options: ExchangeOptions): Promise<RawAnswer> {
  const { dispatcher, signal } = options;
  const response = await request(call.url, {
    dispatcher,
    signal,
    method: call.method,
    headers: { accept: 'application/json', 'accept-encoding': ACCEPTED_ENCODINGS, ...call.headers },
    ...(call.body === undefined ? {} : { body: call.body }),
  }).catch((error: unknown) => {
    throw connectError(error, call.url);
  });
  const headers = plainHeaders(response.headers);
  const status = response.statusCode;
  try {
    return { status, headers, body: await takeBody(status, headers, response.body, options.responseBytes) };
  } catch (error) {
    response.body.destroy();
    throw bodyError(error, call.url);
  }
}

type ResponseBody = Dispatcher.ResponseData['body'];

async function takeBody(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: ResponseBody,
  responseBytes: number,
): Promise<Buffer> {
  // Whatever the body of an error is, the status says more than that it could not be read.
  if (status >= 400)
    return readBody(body, headers['content-encoding'], ERROR_BODY_BYTES).catch(() => Buffer.alloc(0));
  if (Number(headers['content-length'] ?? 0) > responseBytes) throw bodyTooLarge(responseBytes);
  return readBody(body, headers['content-encoding'], responseBytes);
}

/** Credentials are bound to a host: they never follow a redirect to another one, or out of TLS. */
function redirectTarget(answer: RawAnswer, from: string): string | undefined {
  const location = answer.headers['location'];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined;
  const source = new URL(from);
  const target = URL.parse(location, from);
  const sameHost = target !== null && target.host === source.host;
  const keepsTls = target !== null && (target.protocol === 'https:' || target.protocol === source.protocol);
  if (sameHost && keepsTls) return target.href;
  const place = target === null ? 'an invalid address' : target.origin;
  throw new SyncError('provider.redirected', `${placeOf(from)} redirects to ${place}`, {
    status: answer.status,
  });
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
