import { SyncError } from '@evenkeel/domain';

/** What an error of the driver means for a transaction. */
export type DatabaseErrorKind =
  /** Another transaction was faster: decide again. */
  | 'contention'
  /** The database is away, or was: nothing was committed. */
  | 'connection'
  /** A value that the database cannot hold. */
  | 'data'
  | 'other';

export interface DriverError {
  readonly name?: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly message: string;
}

/** By its shape: errors of the network come from outside the realm that a test runs in. */
function isDriverError(error: unknown): error is DriverError {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  );
}

/** Unique rows that two transactions may both find missing. */
const RACED_CONSTRAINTS: readonly string[] = [
  'external_reference_key',
  'reference_set_key',
  'execution_one_active_bulk',
  'execution_one_queued_bulk',
  'failure_key',
  // Its name, or its stream, was taken in between.
  'job_name',
  'job_inbound_stream',
  'notification_channel_name',
  // A request with an Idempotency-Key that comes twice at once.
  'trigger_pkey',
];

/** Of statements that were told how long to wait for a row, or a view. */
const LOCK_TIMEOUT = '55P03';
const NETWORK_CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** The last is what TypeORM says of a pool whose first connection is lost while it opens. */
const NETWORK_MESSAGES =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query runner already released/i;

export function kindOf(error: unknown): DatabaseErrorKind {
  if (!isDriverError(error)) return 'other';
  const { code = '', constraint = '', message } = error;
  if (code === '40001' || code === '40P01') return 'contention';
  if (code === '23505') return RACED_CONSTRAINTS.includes(constraint) ? 'contention' : 'other';
  if (/^08|^57P|^25P03/.test(code) || NETWORK_CODES.test(code) || NETWORK_MESSAGES.test(message))
    return 'connection';
  // Data exceptions, program limits (an index row too large), and the depth of nested JSON.
  return /^(22|54)/.test(code) ? 'data' : 'other';
}

/** Resources that are used up, a database that is read-only, and files that cannot be read or written. */
export function isRefusal(error: unknown): error is DriverError {
  return isDriverError(error) && /^(53|58|25006)/.test(error.code ?? '');
}

/** Errors of the database as the engine's own; everything else as it is. */
export function asSyncError(error: unknown): unknown {
  if (error instanceof SyncError || !isDriverError(error)) return error;
  const kind = kindOf(error);
  if ('code' in error && error.code === LOCK_TIMEOUT)
    return new SyncError('record.held', error.message, { cause: error });
  if (kind === 'data') return new SyncError('record.unstorable_value', error.message, { cause: error });
  if (kind !== 'other' || 'severity' in error || error.name === 'QueryFailedError') {
    const message =
      kind === 'connection' ? `The database cannot be reached: ${error.message}` : error.message;
    return new SyncError('system.database', message, { cause: error });
  }
  return error;
}
