import type { CatalogedError } from './cataloged-error.js';

/** Errors of what goes out to a provider. */
export const pushErrors = {
  'config.stream_not_writable': {
    errorClass: 'config',
    meaning: 'The stream of a job that goes out is only read, or does not take what the job would write.',
    remedy:
      'Say in the settings of the connection how records of the stream are written, choose a stream that has this, or change what the message names.',
  },
  'config.outbound_unsupported': {
    errorClass: 'config',
    meaning: 'A job that goes out was asked for something that only jobs that read can do.',
    remedy: 'Leave out what the message names.',
  },
  'config.two_way_unsupported': {
    errorClass: 'config',
    meaning: 'A job that goes both ways was asked for something that such a job cannot do.',
    remedy: 'Leave out what the message names, or choose a stream that can do what it names.',
  },
  'config.replaces_unmapped': {
    errorClass: 'config',
    meaning:
      'The provider replaces the whole record with an update, so that fields which the job does not map would be removed there.',
    remedy:
      'Map every field that is to stay, then say that this is meant: `evenkeel jobs change JOB --replaces-unmapped`.',
  },
  'run.pairing_required': {
    errorClass: 'config',
    meaning:
      'The provider has records of the stream, and none of ours is known to be one of them: each would be created a second time.',
    remedy:
      'Say by which fields they are recognised, of a job that goes both ways: `evenkeel jobs change JOB --pair-by email`. Where none of them is one of ours, say so: `evenkeel jobs change JOB --creates-unpaired`.',
  },
  'provider.write_not_taken': {
    errorClass: 'transient',
    meaning: 'The answer to a write was lost, and the provider turned out not to have taken it.',
    remedy: 'Nothing: the next run of the job sends it again.',
  },
  'record.reference_taken': {
    errorClass: 'data',
    meaning:
      'The provider answered a creation with the id of a record that another one of ours has been pushed to.',
    remedy:
      'Look at both records (`evenkeel records show`): where they are one, merge them here; else have the provider tell them apart.',
  },
} as const satisfies Record<string, CatalogedError>;
