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
    meaning: 'A job was asked for something that only jobs of the other direction can do.',
    remedy: 'Leave out what the message names.',
  },
  'config.two_way_unsupported': {
    errorClass: 'config',
    meaning: 'A job that goes both ways was asked for something that such a job cannot do.',
    remedy: 'Leave out what the message names, or choose a stream that can do what it names.',
  },
  'config.write_unchecked': {
    errorClass: 'config',
    meaning:
      'A job that goes both ways could not see what others change at the provider between a reading and a write, and would write over it.',
    remedy:
      'Say in the settings of the connection how one record is read (`readOne`), or how an update names the version it is for (`{version}`). Where it may be written over, say so: `evenkeel jobs change JOB --writes-unchecked`.',
  },
  'record.written_between': {
    errorClass: 'conflict',
    meaning:
      'A record was otherwise when it was read back after a write than just before it, in fields that were not written: another writer may have changed it in between, also what was written.',
    remedy:
      'Nothing where the provider itself changes these fields with each write. Else look at the record on both sides: what the other writer gave the written fields is gone.',
  },
  'config.replaces_unmapped': {
    errorClass: 'config',
    meaning:
      'The provider replaces the whole record with an update, so that fields which the job does not map would be removed there.',
    remedy:
      'Say in the settings of the connection how one record is read (`readOne`): what is not mapped is then kept. Or map every field that is to stay, and say that the others may go: `evenkeel jobs change JOB --replaces-unmapped`.',
  },
  'run.pairing_required': {
    errorClass: 'config',
    meaning:
      'The provider has records of the stream, and none of ours is known to be one of them: each would be created a second time.',
    remedy:
      'Say by which fields they are recognised: `evenkeel jobs change JOB --pair-by email`. Where none of them is one of ours, say so: `evenkeel jobs change JOB --creates-unpaired`.',
  },
  'provider.write_not_taken': {
    errorClass: 'transient',
    meaning: 'The answer to a write was lost, and the provider turned out not to have taken it.',
    remedy: 'Nothing: the next run of the job sends it again.',
  },
  'record.created_twice': {
    errorClass: 'data',
    meaning:
      'A record was merged into another one while it was being created at the provider, which had that other one already.',
    remedy:
      'Delete one of the two at the provider, or merge them there: only the one that was known first is written from here on. Where they are two things, part the merge (`evenkeel merges undo`).',
  },
  'record.reference_taken': {
    errorClass: 'data',
    meaning:
      'The provider answered a creation with the id of a record that another one of ours has been pushed to.',
    remedy:
      'Look at both records (`evenkeel records show`): where they are one, merge them here; else have the provider tell them apart.',
  },
} as const satisfies Record<string, CatalogedError>;
