import type { CatalogedError } from './cataloged-error.js';

export const systemErrors = {
  'system.unexpected': {
    errorClass: 'system',
    meaning: 'Something happened that nobody foresaw.',
    remedy: 'Resume the execution; if it happens again, report it with the log lines of this execution.',
  },
  'system.database': {
    errorClass: 'system',
    meaning: 'The database refused or did not answer.',
    remedy: 'Check that Postgres is up and has space; the engine goes on by itself.',
  },
  'system.embedded_database': {
    errorClass: 'system',
    meaning: 'The embedded Postgres does not run.',
    remedy:
      'The message and `postgres.log` beside its data say why: often memory, disk space or rights. Put that right and start again; what was committed is kept.',
  },
  'system.token_issuer': {
    errorClass: 'system',
    meaning: 'A caller came with a token, and the keys of its issuer cannot be had to check it.',
    remedy:
      'The message says why: check that the issuer is up and can be reached from the admin service, and that EVENKEEL_OIDC_ISSUER is its address to the letter. API keys go on.',
  },
  'system.broker': {
    errorClass: 'system',
    meaning: 'Kafka refused or did not answer.',
    remedy: 'Check that Kafka is up; nothing is lost, and the engine goes on by itself.',
  },
  'message.malformed': {
    errorClass: 'data',
    meaning: 'A message on Kafka is not JSON of the shape that its topic promises.',
    remedy: 'Find out who else writes to this topic; the message is kept among the stuck ones.',
  },
  'verification.unbalanced': {
    errorClass: 'system',
    meaning:
      'The closing verification found that the counts of a run do not add up, or that active records are not those that it has listed.',
    remedy:
      'Run the job again in full (`evenkeel run JOB --full`). If that does not balance either, report both executions: it is a defect.',
  },
} as const satisfies Record<string, CatalogedError>;
