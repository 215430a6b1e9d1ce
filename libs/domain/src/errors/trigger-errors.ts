import type { CatalogedError } from './cataloged-error.js';

/** Errors of messages with which other systems ask for runs. */
export const triggerErrors = {
  'trigger.malformed': {
    errorClass: 'data',
    meaning:
      'A message on a trigger topic is no CloudEvent in JSON, or does not say what its type has to say.',
    remedy:
      'Correct what the message names in the program that sends it, and send it again; docs/triggers.md shows each type.',
  },
  'trigger.unknown_type': {
    errorClass: 'data',
    meaning: 'A message on a trigger topic is a CloudEvent of a type that asks for nothing here.',
    remedy: 'Send `sync.requested` or `records.changed`: docs/triggers.md shows both.',
  },
  'trigger.foreign_tenant': {
    errorClass: 'auth',
    meaning: 'A message names another tenant than the one that its topic was given to.',
    remedy:
      'Leave `tenantid` out, or send to the topic of that tenant: KAFKA_TRIGGER_TOPICS says which topic is whose.',
  },
  'trigger.without_id': {
    errorClass: 'data',
    meaning:
      'A record of a topic that a job listens to is no JSON, or has no record id where the job looks for it.',
    remedy:
      'Look at the record in Kafka, and correct the `idPath` of the job (`evenkeel jobs change JOB --listen ...`), or exclude its kind by `kinds`.',
  },
} as const satisfies Record<string, CatalogedError>;
