import type { CatalogedError } from './cataloged-error.js';

/** Errors of a run as a whole. */
export const runErrors = {
  'run.circuit_breaker': {
    errorClass: 'data',
    meaning: 'More than half of the records that a run had processed failed, so it was stopped.',
    remedy:
      'Look at its errors: they usually share one cause, a mapping rule or a change at the provider. Then run the job again.',
  },
  'run.inventory_expired': {
    errorClass: 'system',
    meaning:
      'A run was resumed so late that what its inventory had left to be read is no longer kept (7 days).',
    remedy: 'Run the job again: it lists anew. It does so by itself where its retries are on.',
  },
} as const satisfies Record<string, CatalogedError>;
