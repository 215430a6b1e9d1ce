import type { CatalogedError } from './cataloged-error.js';

export const configErrors = {
  'config.invalid_settings': {
    errorClass: 'config',
    meaning: 'The settings of a connection do not fit its connector.',
    remedy: 'Correct the fields that the message names.',
  },
  'config.invalid_schema': {
    errorClass: 'config',
    meaning:
      'The schema of a record type is no JSON Schema (draft 2020-12), or uses what a record type may not.',
    remedy: 'Correct the place that the message names; docs/records.md lists what a schema may hold.',
  },
  'config.invalid_match': {
    errorClass: 'config',
    meaning: 'The match rules of a record type cannot be compiled.',
    remedy: 'Correct the places that the message names; docs/dedupe.md lists what a match rule may hold.',
  },
  'config.invalid_conflict_policy': {
    errorClass: 'config',
    meaning: 'The conflict policy of a job cannot be compiled.',
    remedy: 'Correct the places that the message names.',
  },
  'config.no_model': {
    errorClass: 'config',
    meaning: 'The conflict policy of a job names the strategy `ai`, and no language model is set.',
    remedy:
      'Set one (`evenkeel models set --base-url URL --name MODEL`, docs/models.md), or name another strategy or fallback.',
  },
  'config.data_folder_in_use': {
    errorClass: 'config',
    meaning: 'Another process runs the embedded Postgres in this data folder.',
    remedy: 'Stop that process, or give another data folder (`--data-dir`).',
  },
  'config.credentials_bound_elsewhere': {
    errorClass: 'config',
    meaning:
      'A connection leads to another address (scheme, host or port) than the one that its credentials were given for; they are not sent there.',
    remedy:
      'If the new address is right, give the credentials again with `evenkeel connections change NAME --credentials FILE`; otherwise correct the address in the settings.',
  },
  'config.data_folder_unusable': {
    errorClass: 'config',
    meaning:
      'The data folder of standalone cannot be used: it is no folder, may not be written to, or was changed.',
    remedy: 'Put right what the message names, or give another folder (`--data-dir`, EVENKEEL_DATA_DIR).',
  },
  'config.data_folder_of_other_version': {
    errorClass: 'config',
    meaning:
      'The data folder was made by another major version of PostgreSQL, whose files the embedded one does not read.',
    remedy:
      'Start the version of Evenkeel that made it and move the data with pg_dump and psql, or give another folder (`--data-dir`).',
  },
  'config.invalid_listening': {
    errorClass: 'config',
    meaning: 'What a job says of the topic that it listens to does not fit together.',
    remedy: 'Correct the places that the message names; docs/triggers.md shows what they may hold.',
  },
  'config.invalid_webhook': {
    errorClass: 'config',
    meaning:
      'What a webhook says of how its deliveries are signed, or of what they hold, does not fit together.',
    remedy: 'Correct the places that the message names; docs/webhooks.md shows what they may hold.',
  },
  'config.topic_not_allowed': {
    errorClass: 'config',
    meaning:
      'A job is to listen to a topic that this installation does not read for its tenant, or there is no Kafka at all.',
    remedy:
      'Name the topic in KAFKA_FOREIGN_TOPICS of the admin and of the scheduler; standalone has no Kafka: there, use a webhook or a schedule.',
  },
  'config.cannot_listen': {
    errorClass: 'config',
    meaning: 'The port or address that a service is to listen on cannot be had.',
    remedy:
      'Stop what listens there already, or give another port (PORT; for standalone also `--port`) or address (HOST).',
  },
  'config.trial_uses_up': {
    errorClass: 'config',
    meaning:
      'A trial of settings that are not kept would use up the refresh token, and what replaces it would be lost.',
    remedy:
      'Add the connection, then try it by its name: `evenkeel connections try NAME`, or other settings with its credentials: `evenkeel connections try FILE --connection NAME`.',
  },
  'config.sealed_with_other_key': {
    errorClass: 'config',
    meaning:
      'A stored secret was sealed with another key than the one that this process has, or is no longer as it was sealed.',
    remedy:
      'Start with the key of that time as well (EVENKEEL_SECRET_KEY; for standalone without it the file `secret-key` in the data folder; docs/security.md). If it is lost, give the secrets again: `evenkeel connections change NAME --credentials FILE`, and `evenkeel webhooks add` for a new webhook.',
  },
  'config.address_refused': {
    errorClass: 'config',
    meaning:
      'A connection leads to an address where no provider may be called: link-local in any case, and with PROVIDER_ADDRESSES=public also networks of our own.',
    remedy:
      'Correct the address in the connection settings; if the provider is on a network of your own, whoever runs the executor and the admin may set PROVIDER_ADDRESSES=any.',
  },
  'config.invalid_mapping': {
    errorClass: 'config',
    meaning: 'A mapping cannot be compiled.',
    remedy: 'Correct the rule that the message names.',
  },
  'config.invalid_derive': {
    errorClass: 'config',
    meaning: 'What a job derives or links cannot be compiled.',
    remedy: 'Correct the places that the message names; docs/derived.md shows what a rule may hold.',
  },
  'config.invalid_filter': {
    errorClass: 'config',
    meaning: 'The filter or the fields of a job cannot be compiled.',
    remedy: 'Correct the place that the message names.',
  },
  'config.invalid_sensitive': {
    errorClass: 'config',
    meaning: 'The sensitive fields of a record type are not paths.',
    remedy: 'Correct the paths that the message names: dotted, with * for every entry of a list.',
  },
  'config.invalid_contract': {
    errorClass: 'config',
    meaning: 'The contract of a job expects fewer records at most than at least.',
    remedy: 'Give a --max-records that is not below --min-records.',
  },
  'config.invalid_schedule': {
    errorClass: 'config',
    meaning: 'A cron expression or a time zone is not valid.',
    remedy: 'Use five or six cron fields and an IANA time zone such as Europe/Berlin.',
  },
  'config.unknown_connector': {
    errorClass: 'config',
    meaning: 'No connector of this name is installed.',
    remedy: 'Use one of the connectors that the message lists.',
  },
  'config.unknown_stream': {
    errorClass: 'config',
    meaning: 'The connection has no stream of this name.',
    remedy: 'Use one of the streams that the message lists, or add it to the connection settings.',
  },
  'config.backfill_unsupported': {
    errorClass: 'config',
    meaning: 'The stream cannot be read for the time that was named.',
    remedy: 'Run the job without --from and --to; a rest stream may say how in its `incremental` settings.',
  },
  'config.read_one_unsupported': {
    errorClass: 'config',
    meaning: 'The stream does not say how one record is read by its id.',
    remedy: 'Add a read-one path to the stream, or run the job without naming records.',
  },
  'config.dependency_cycle': {
    errorClass: 'config',
    meaning: 'Jobs depend on each other, so that none of them could ever begin.',
    remedy:
      'Take one of the jobs that the message names out of what another depends on (`evenkeel jobs change JOB --depends-on ...`, `--no-depends-on`).',
  },
} as const satisfies Record<string, CatalogedError>;
