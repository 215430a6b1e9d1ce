import type { CatalogedError } from './cataloged-error.js';
import { configErrors } from './config-errors.js';
import { providerErrors } from './provider-errors.js';
import { recordErrors } from './record-errors.js';
import { requestErrors } from './request-errors.js';
import { runErrors } from './run-errors.js';
import { systemErrors } from './system-errors.js';

/** Every error code there is. `docs/errors.md` is generated from it. */
export const errorCatalog = {
  ...providerErrors,
  ...recordErrors,
  ...configErrors,
  ...requestErrors,
  ...runErrors,
  ...systemErrors,
} as const satisfies Record<string, CatalogedError>;

export type ErrorCode = keyof typeof errorCatalog;
