import { SyncError } from '@evenkeel/domain';

/** Where a call goes, fit for a message: no query, for keys travel there, and no user part. */
export function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an invalid address' : `${parsed.origin}${parsed.pathname}`;
}

/** The host of an address, with its port where it names one. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'an invalid address';
}

const CODES_OF_ILL_FORMED_CALLS = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_URL', 'ERR_INVALID_CHAR']);

/** An error that undici gave before any byte of the answer's body was there. */
export function connectError(error: unknown, url: string): SyncError {
  if (error instanceof SyncError) return error;
  const code = codeOf(error);
  const place = placeOf(url);
  if (CODES_OF_ILL_FORMED_CALLS.has(code)) {
    return new SyncError('config.invalid_settings', `${place} cannot be called: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new SyncError('provider.malformed_body', `${place} did not answer in HTTP (${code})`, {
      cause: error,
    });
  }
  return new SyncError('provider.unreachable', `${place} could not be reached: ${messageOf(error)}`, {
    cause: error,
  });
}

/** An error while the body was read: it was cut short, or it is not in the encoding it claims. */
export function bodyError(error: unknown, url: string): SyncError {
  if (error instanceof SyncError) return error;
  const damaged = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR_.*(FORMAT|BROTLI).*)$/.test(codeOf(error));
  if (damaged) {
    const message = `The compressed body from ${placeOf(url)} is damaged: ${messageOf(error)}`;
    return new SyncError('provider.malformed_body', message, { cause: error });
  }
  const message = `The body from ${placeOf(url)} ended before it was complete: ${messageOf(error)}`;
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
