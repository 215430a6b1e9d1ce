import type { ErrorClass } from './error-class.js';

/** What the catalog says of one error code. */
export interface CatalogedError {
  readonly errorClass: ErrorClass;
  /** What happened, for the reader of `docs/errors.md`. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly remedy: string;
}
