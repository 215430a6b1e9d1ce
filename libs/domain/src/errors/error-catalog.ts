import type { CatalogedError } from './cataloged-error.js';
import { configurationErrors } from './configuration-errors.js';
import { configErrors } from './config-errors.js';
import { listingErrors } from './listing-errors.js';
import { providerErrors } from './provider-errors.js';
import { pushErrors } from './push-errors.js';
import { recordErrors } from './record-errors.js';
import { requestErrors } from './request-errors.js';
import { executionErrors } from './execution-errors.js';
import { systemErrors } from './system-errors.js';
import { notificationErrors } from './notification-errors.js';
import { triggerErrors } from './trigger-errors.js';
import { writeErrors } from './write-errors.js';

/** Every error code there is. `docs/errors.md` is generated from it. */
export const errorCatalog = {
  ...providerErrors,
  ...listingErrors,
  ...writeErrors,
  ...recordErrors,
  ...pushErrors,
  ...configErrors,
  ...configurationErrors,
  ...requestErrors,
  ...triggerErrors,
  ...notificationErrors,
  ...executionErrors,
  ...systemErrors,
} as const satisfies Record<string, CatalogedError>;

export type ErrorCode = keyof typeof errorCatalog;
