import type { CatalogedError } from './cataloged-error.js';

/** Errors of a run as a whole. */
export const runErrors = {
  'run.circuit_breaker': {
    errorClass: 'data',
    meaning: 'More than half of the records that a run had processed failed, so it was stopped.',
    remedy:
      'Look at its errors: they usually share one cause, a mapping rule or a change at the provider. Then run the job again.',
  },
} as const satisfies Record<string, CatalogedError>;
