import type { ErrorClass } from './error-class.js';
import { errorCatalog, type ErrorCode } from './error-catalog.js';

export interface SyncErrorDetails {
  /** How long the provider asked us to stay away, in milliseconds. */
  readonly waitMs?: number;
  /** The header that said so, as it is written. */
  readonly waitHeader?: string;
  /** The HTTP status the provider answered with. */
  readonly status?: number;
  readonly isInDoubt?: boolean;
  readonly cause?: unknown;
}

/**
 * The one error the engine throws on purpose. Its code is a line of the catalog, which says what class it is of
 * (and so what happens next) and what a person can do about it.
 */
export class SyncError extends Error {
  readonly errorClass: ErrorClass;
  readonly remedy: string;
  readonly waitMs: number | undefined;
  readonly waitHeader: string | undefined;
  readonly status: number | undefined;
  /**
   * Of a call that failed: whether the provider may have carried it out all the same. It was sent, and no answer says that it was refused.
   */
  readonly isInDoubt: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: SyncErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SyncError';
    this.errorClass = errorCatalog[code].errorClass;
    this.remedy = errorCatalog[code].remedy;
    this.waitMs = details.waitMs;
    this.waitHeader = details.waitHeader;
    this.status = details.status;
    this.isInDoubt = details.isInDoubt ?? false;
  }
}

/** What is stored and shown of an error: enough to act on, nothing secret. */
export interface Problem {
  readonly code: string;
  readonly errorClass: ErrorClass;
  readonly message: string;
  readonly remedy: string;
}

/** Anything thrown, as a problem: an unforeseen error is a `system` one. */
export function describeProblem(error: unknown): Problem {
  if (error instanceof SyncError) {
    return { code: error.code, errorClass: error.errorClass, message: error.message, remedy: error.remedy };
  }
  const { errorClass, remedy } = errorCatalog['system.unexpected'];
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'system.unexpected', errorClass, message, remedy };
}
