import { SyncError } from '@evenkeel/domain';

/** Of a connection that was not made: not a byte of the call left. */
const NOT_CONNECTED = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EADDRNOTAVAIL', 'EADDRINUSE', 'EHOSTDOWN', 'ENETDOWN', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);
/** Answers that send a call on as it is: it was not carried out here (RFC 9110, 15.4.8 and 15.4.9). After others it may have been. */
const SENT_ON = [307, 308];
/** The server waited for too long, perhaps for its own: proxies say so, too. */
const REQUEST_TIMEOUT = 408;
const NOT_IMPLEMENTED = 501;

/** Whether the provider may have carried out a call that ended so: it was sent, and no answer says that it was refused. */
export function isInDoubt(error: SyncError): boolean {
  const { status, code, errorClass } = error;
  if (errorClass === 'auth' || errorClass === 'rate_limit') return false;
  if (status === undefined) return !code.startsWith('config.') && !isUnconnected(error);
  // The settings found an error in it.
  if (status < 300) return errorClass === 'transient';
  if (status < 400) return !SENT_ON.includes(status);
  return status === REQUEST_TIMEOUT || (status >= 500 && status !== NOT_IMPLEMENTED);
}

/** What was thrown, with what is known of the call. */
export function withDoubt(thrown: unknown, doubt: boolean): unknown {
  return thrown instanceof SyncError ? Object.assign(thrown, { isInDoubt: doubt }) : thrown;
}

/** Passes on what is done for a call before it is sent: a failure of it leaves no doubt about the call. */
export async function beforeSending<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw withDoubt(error, false);
  }
}

function isUnconnected({ cause }: SyncError): boolean {
  if (cause instanceof AggregateError) return cause.errors.every((each) => isUnconnectedCode(each));
  return isUnconnectedCode(cause);
}

function isUnconnectedCode(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && NOT_CONNECTED.has(code);
}
