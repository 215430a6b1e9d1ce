import type { IncomingHttpHeaders } from 'node:http';
import type { HttpCall } from '@evenkeel/ports';
import { request, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { ACCEPTED_ENCODINGS, bodyTooLarge, readBody } from './read-body.js';
import type { RawAnswer } from './read-json.js';
import { bodyError, connectError } from './transport-errors.js';

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly addresses: AddressGuard;
  readonly signal: AbortSignal;
  readonly responseBytes: number;
}

/** An error's body is read for its message only, so that much of it is enough. */
const ERROR_BODY_BYTES = 256 * 1024;

/** One request and its answer, whatever it is. Rejects with a `provider.*` error, or as the signal says. */
export async function exchange(call: HttpCall, options: ExchangeOptions): Promise<RawAnswer> {
  const { dispatcher, signal } = options;
  options.addresses.check(call.url);
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

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
