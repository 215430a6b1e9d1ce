import type { CatalogedError } from './cataloged-error.js';

/** Errors of a run as a whole. */
export const executionErrors = {
  'run.circuit_breaker': {
    errorClass: 'data',
    meaning: 'More than half of the records that a run had processed failed, so it was stopped.',
    remedy:
      'Look at its errors: they usually share one cause, a mapping rule or a change at the provider. Then run the job again.',
  },
  'run.contract_broken': {
    errorClass: 'data',
    meaning:
      'A run read more or fewer records than the contract of its job expects, or more of them were rejected. What it applied ' +
      'stays; the watermark was not moved, nothing was inactivated, and it is not tried again by itself.',
    remedy:
      'Look at what the provider gave. If that is right from now on, change the limit (`evenkeel jobs change JOB --min-records`, ' +
      '`--max-records`, `--max-rejected` or `--no-contract`), then run the job again.',
  },
  'run.inventory_expired': {
    errorClass: 'system',
    meaning:
      'A run was resumed so late that what its inventory had left to be read is no longer kept (7 days).',
    remedy: 'Run the job again: it lists anew. It does so by itself where its retries are on.',
  },
} as const satisfies Record<string, CatalogedError>;
