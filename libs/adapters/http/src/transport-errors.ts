import { SyncError } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { describeCall, type NamedCall } from './describe-call.js';

const CODES_OF_ILL_FORMED_CALLS = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_URL', 'ERR_INVALID_CHAR']);

/** Alerts of TLS that are about what the client proves itself with (RFC 8446, section 6.2). */
const REFUSED_CERTIFICATE =
  /^ERR_SSL_\w*ALERT_(CERTIFICATE_\w+|(NO|BAD|UNSUPPORTED)_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

/** An error that undici gave before any byte of the answer's body was there. */
export function connectError(error: unknown, call: NamedCall & Pick<HttpCall, 'tls'>): SyncError {
  if (error instanceof SyncError) return error;
  const code = codeOf(error);
  const place = describeCall(call);
  if (CODES_OF_ILL_FORMED_CALLS.has(code)) {
    return new SyncError('config.invalid_settings', `${place} cannot be called: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (REFUSED_CERTIFICATE.test(code)) {
    const message = `${place} refuses the certificate of the client: ${messageOf(error)}`;
    return new SyncError('provider.unauthorized', message, { cause: error });
  }
  const odd = oddAnswer(error, code);
  if (odd !== undefined) return new SyncError('provider.not_http', `${place} ${odd}`, { cause: error });
  // Some servers close without an alert where they do not know a client.
  const hint = call.tls !== undefined && CLOSED.includes(code) ? CLOSED_ON_CLIENT : '';
  return new SyncError('provider.unreachable', `${place} could not be reached: ${messageOf(error)}${hint}`, {
    cause: error,
  });
}

const CLOSED = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];
const CLOSED_ON_CLIENT = ' (does it take the certificate of the client, and does it ask for one?)';

/** It was reached, but what came is not the protocol that was spoken. */
function oddAnswer(error: unknown, code: string): string | undefined {
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return 'answers with headers that are larger than any server may send';
  if (code.startsWith('HPE_') || /HTTP\/1\.1 protocol|Expected HTTP\//.test(messageOf(error)))
    return 'answers, but not in HTTP (another port, or TLS where none is expected?)';
  const isTls = code === 'EPROTO' || /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)/.test(code);
  return isTls ? 'answers, but not in TLS (another port, or http where https is expected?)' : undefined;
}

/** An error while the body was read: it was cut short, or it is not in the encoding it claims. */
export function bodyError(error: unknown, call: NamedCall): SyncError {
  if (error instanceof SyncError) return error;
  const place = describeCall(call);
  const damaged = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR_.*(FORMAT|BROTLI).*)$/.test(codeOf(error));
  if (damaged) {
    const message = `The compressed body from ${place} is damaged: ${messageOf(error)}`;
    return new SyncError('provider.malformed_body', message, { cause: error });
  }
  const message = `The body from ${place} ended before it was complete: ${messageOf(error)}`;
  return new SyncError('provider.truncated_body', message, { cause: error });
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error && error.message !== '' ? error.message : codeOf(error) || String(error);
}
