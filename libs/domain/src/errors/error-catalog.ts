import type { ErrorClass } from './error-class.js';
import { configErrors } from './config-errors.js';
import { providerErrors } from './provider-errors.js';
import { recordErrors } from './record-errors.js';
import { requestErrors } from './request-errors.js';
import { systemErrors } from './system-errors.js';

export interface CatalogedError {
  readonly errorClass: ErrorClass;
  /** What happened, for the reader of `docs/errors.md`. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

/** Every error code there is. `docs/errors.md` is generated from it. */
export const errorCatalog = {
  ...providerErrors,
  ...recordErrors,
  ...configErrors,
  ...requestErrors,
  ...systemErrors,
} as const satisfies Record<string, CatalogedError>;

export type ErrorCode = keyof typeof errorCatalog;
