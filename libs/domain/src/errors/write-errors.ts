import type { CatalogedError } from './cataloged-error.js';

/** Of records that are written to a provider. */
export const writeErrors = {
  'provider.write_refused': {
    errorClass: 'business',
    meaning: 'The provider refused to create, change or delete a record; the message quotes why.',
    remedy: 'Change the record, or how it is mapped, as the message says; then try the failure again.',
  },
  'provider.write_cannot_be_sent': {
    errorClass: 'business',
    meaning:
      'A record cannot be written as the stream describes it: its id would lead to another address, or something that the address needs is missing in it.',
    remedy: 'Nothing was sent. Change the record, or how the stream is written (`writes` of the stream).',
  },
  'provider.look_up_unclear': {
    errorClass: 'business',
    meaning:
      'A record was looked up to see whether it was created, and the answer does not tell: it has several that fit, or more than it gives at once.',
    remedy:
      'Look at the provider and settle the write by hand. Where it happens again, narrow the look-up of the stream (`writes.lookUp`).',
  },
} as const satisfies Record<string, CatalogedError>;
