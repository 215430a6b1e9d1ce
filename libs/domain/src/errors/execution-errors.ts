import type { CatalogedError } from './cataloged-error.js';

/** Errors of a run as a whole. */
export const executionErrors = {
  'run.circuit_breaker': {
    errorClass: 'data',
    meaning: 'More than half of the records that a run had processed failed, so it was stopped.',
    remedy:
      'Look at its errors: they usually share one cause, a mapping rule or a change at the provider. Then run the job again.',
  },
  'run.listing_unended': {
    errorClass: 'config',
    meaning:
      'The time of a run was over while it listed a set of which nothing was here before, and nothing says how many records may come. ' +
      'What it created stays and waits for a decision, for it may be made up; the run is not tried again by itself.',
    remedy:
      'Look at the records (`evenkeel approvals list`). If they are real, reject the approval, so that they stay, and resume the ' +
      'execution: it goes on from its last committed page. Raise the timeout of the job (`--timeout`), or say how many may come ' +
      '(`--max-records`). If they are made up, grant it, and correct the pagination of the stream.',
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
  'run.schema_changed': {
    errorClass: 'data',
    meaning:
      'Records of a run came in another shape than those before, and its job says `stop`. Nothing of the page with the change, or of ' +
      'a later one, was written. It is not tried again by itself.',
    remedy:
      'Look at what changed (`evenkeel streams show CONNECTION STREAM --history`). If it is right, accept it (`evenkeel streams accept ' +
      'CONNECTION STREAM`) and run the job again, or resume the execution.',
  },
  'run.inventory_expired': {
    errorClass: 'system',
    meaning:
      'A run was resumed so late that what its inventory had left to be read is no longer kept (7 days).',
    remedy: 'Run the job again: it lists anew. It does so by itself where its retries are on.',
  },
} as const satisfies Record<string, CatalogedError>;
