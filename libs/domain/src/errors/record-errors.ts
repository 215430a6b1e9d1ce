import type { CatalogedError } from './cataloged-error.js';

export const recordErrors = {
  'record.held': {
    errorClass: 'transient',
    meaning:
      'Another session holds the row of a record, or a view, in a transaction that it has not ended: a person at a psql prompt, for example. It was waited for 2 seconds.',
    remedy:
      'Nothing, if the transaction ends soon: it is tried again by itself. Otherwise end it: `evenkeel doctor` and the message name the process, `select pg_terminate_backend(PID)` ends it.',
  },
  'record.write_open': {
    errorClass: 'transient',
    meaning:
      'A write of a record to the provider is under way, or its answer is not known yet, so that what was read of the record cannot be told from what that write made of it.',
    remedy: 'Nothing: it is read again by itself once the write is settled.',
  },
  'record.missing_id': {
    errorClass: 'data',
    meaning: 'The provider sent a record without an id.',
    remedy: 'Correct the id path of the stream, or have the record repaired at the provider.',
  },
  'record.id_taken': {
    errorClass: 'data',
    meaning:
      'Another entry of the same listing has the id of this one, with other content. The first was applied, this one set aside.',
    remedy:
      'Where they are two records, choose an id path that tells them apart. Where it is one that changed while it was listed, nothing: the next run applies it and closes this.',
  },
  'record.id_too_long': {
    errorClass: 'data',
    meaning: 'The id of a record is longer than 500 characters.',
    remedy: 'Correct the id path of the stream: what it leads to is hardly an id.',
  },
  'record.not_an_object': {
    errorClass: 'data',
    meaning: 'The provider sent something other than a JSON object in its list of records.',
    remedy: 'Correct the records path of the stream, or have the entry repaired at the provider.',
  },
  'record.parent_missing': {
    errorClass: 'data',
    meaning:
      'A record names another one, which a link of its job requires and which is not here. It is parked and applied once that is.',
    remedy:
      'Run the job that reads the other one. If it never comes, correct the link (`evenkeel jobs change JOB --links FILE`), or take `required` from it.',
  },
  'record.piece_without_key': {
    errorClass: 'data',
    meaning:
      'A part of a record has no key, or not one that can be one, so that no derived record can be told from others by it.',
    remedy: 'Correct the `key` of the derive rule, or have the entry repaired at the provider.',
  },
  'record.piece_key_taken': {
    errorClass: 'data',
    meaning: 'Several entries of one list have the same key. None of them is applied; what is here stays.',
    remedy:
      'Choose a `key` for the derive rule that tells them apart, or have the list repaired at the provider.',
  },
  'record.piece_not_a_list': {
    errorClass: 'data',
    meaning: 'Where a derive rule expects a list there is something else.',
    remedy: 'Correct the `each` of the derive rule, or use `at` where there is one part only.',
  },
  'record.went_back': {
    errorClass: 'data',
    meaning:
      'By its version or its time of change a record is older than what was here, and the provider gave it in two complete listings or when it was asked for by its id: restored from a backup, or made anew.',
    remedy:
      'Nothing: what the provider has was taken over. If it happens again and again, an answer comes from a copy that lags, or `versionOrder` of the stream is not how its versions grow.',
  },
  'record.unordered': {
    errorClass: 'data',
    meaning:
      'A delivery brought a record without a version or a time of change, so that it cannot be told from an older state that comes late. It is not applied.',
    remedy:
      'Set `versionPath` or `modifiedAtPath` of the stream to what the deliveries have, too; or take `useBody` from the webhook, so that the record is read from the provider.',
  },
  'record.required_field_missing': {
    errorClass: 'data',
    meaning: 'A field that the mapping requires is absent or null.',
    remedy:
      'Give the mapping rule a default or make the field optional (`evenkeel jobs change JOB --mapping FILE`), or have the record repaired.',
  },
  'record.transform_failed': {
    errorClass: 'data',
    meaning: 'A transform could not be applied to a value of this type or shape.',
    remedy:
      'Correct the mapping rule for this field (`evenkeel jobs change JOB --mapping FILE`), or have the value repaired at the provider.',
  },
  'record.schema_violation': {
    errorClass: 'data',
    meaning: 'The mapped record breaks the schema of its record type.',
    remedy:
      'Correct the mapping (`evenkeel jobs change JOB --mapping FILE`), the schema (`evenkeel record-types set TYPE --schema FILE`), or have the fields repaired at the provider.',
  },
  'record.unstorable_text': {
    errorClass: 'data',
    meaning: 'A text holds a character that no database can store as text: NUL or half of a surrogate pair.',
    remedy: 'Have the value repaired at the provider, or leave the field out of the mapping.',
  },
  'record.number_too_long': {
    errorClass: 'data',
    meaning: 'A number takes more than 1,000 digits to write out, before and behind the point.',
    remedy: 'Have the value repaired at the provider, or leave the field out of the mapping.',
  },
  'record.unstorable_value': {
    errorClass: 'data',
    meaning: 'The database refused this one record.',
    remedy: 'Read the message, then correct the mapping of the named field or the value at the provider.',
  },
  'record.too_large': {
    errorClass: 'data',
    meaning: 'The mapped record is larger than 32 MiB.',
    remedy: 'Leave the large field out of the mapping.',
  },
  'record.too_deep': {
    errorClass: 'data',
    meaning: 'Lists and objects of the mapped record are nested more than 200 levels deep.',
    remedy: 'Leave the deep field out of the mapping.',
  },
  'record.strategy_failed': {
    errorClass: 'conflict',
    meaning:
      'Both sides changed a field, and the strategy of the job cannot decide about the values that they have.',
    remedy:
      'Decide the conflict yourself, or name a strategy for the field that can take such values (`conflictPolicy.fields` of the job).',
  },
} as const satisfies Record<string, CatalogedError>;
