import type { ErrorCode } from './error-catalog.js';
import { SyncError } from './sync-error.js';

/** One field that is not as it has to be. */
export interface FieldError {
  /** Dotted path of the field; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Something that a person gave is wrong in these fields, which are told all at once. */
export class InvalidFields extends SyncError {
  constructor(
    code: ErrorCode,
    readonly fields: readonly FieldError[],
  ) {
    super(
      code,
      fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
    );
  }
}
