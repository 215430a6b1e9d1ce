import type { CatalogedError } from './cataloged-error.js';

/** Errors of those who call us: the admin API and the webhook gateway. */
export const requestErrors = {
  'request.invalid': {
    errorClass: 'data',
    meaning: 'The request does not have the shape the API describes.',
    remedy: 'Correct the fields that the message names; the shapes are at /docs.',
  },
  'request.foreign': {
    errorClass: 'auth',
    meaning:
      'The request came by a name that this service does not answer to, or from a page of another site.',
    remedy:
      'Call it at 127.0.0.1, or give the name that you call it by in EVENKEEL_HOST_NAMES; a page of another site cannot call it.',
  },
  'request.unauthenticated': {
    errorClass: 'auth',
    meaning: 'The request came without a key that is known and still holds.',
    remedy:
      'Send a key as `Authorization: Bearer KEY`: `evenkeel login`, or EVENKEEL_TOKEN. Who administers this Evenkeel makes one with `evenkeel keys add`; the first is in the file that its start names.',
  },
  'request.forbidden': {
    errorClass: 'auth',
    meaning: 'The key holds, and what was asked for needs more than it may do.',
    remedy:
      'Use a key of the role that the message names; who administers this Evenkeel makes one with `evenkeel keys add NAME --role ROLE`.',
  },
  'request.too_many': {
    errorClass: 'rate_limit',
    meaning: 'The key, or the holder of the token, has sent more requests than it may in a minute.',
    remedy:
      'Wait for as long as the header `Retry-After` of the answer says; who administers this Evenkeel may raise EVENKEEL_REQUESTS_PER_MINUTE.',
  },
  'request.not_json': {
    errorClass: 'data',
    meaning: 'The body of a request is not said to be JSON.',
    remedy: 'Send JSON, with the header `Content-Type: application/json`.',
  },
  'request.too_large': {
    errorClass: 'data',
    meaning:
      'The body of a request is larger than 5 MB, or that of a delivery to a webhook than WEBHOOK_BODY_LIMIT_MB allows.',
    remedy:
      'Send less at once; of deliveries, more are taken where WEBHOOK_BODY_LIMIT_MB of the webhook gateway is larger.',
  },
  'request.wrong_method': {
    errorClass: 'data',
    meaning: 'There is something at this path, and it does not take this method.',
    remedy: 'Use one of the methods that the header `Allow` of the answer names.',
  },
  'request.not_found': {
    errorClass: 'data',
    meaning: 'Nothing of this name or id exists.',
    remedy: 'Check the name or id with the matching list command.',
  },
  'request.already_exists': {
    errorClass: 'conflict',
    meaning: 'Something of this name exists already.',
    remedy: 'Choose another name, or change or remove the one that has it.',
  },
  'request.wrong_state': {
    errorClass: 'conflict',
    meaning: 'The execution or failure is not in a state that allows this.',
    remedy: 'Look at its status first: the message says what would be allowed.',
  },
  'request.read_only_type': {
    errorClass: 'conflict',
    meaning:
      'No job writes the records of this type to a provider, and one reads them: it would write over an edit when it reads the record again.',
    remedy:
      'Add a job that writes them, `evenkeel jobs add NAME --connection CONNECTION --stream STREAM --record-type TYPE --direction outbound` (`bidirectional` in place of a job that reads the same stream), or change the record at its provider.',
  },
  'request.stale': {
    errorClass: 'conflict',
    meaning: 'Somebody has changed it since the revision that the request names (If-Match).',
    remedy: 'Look at it as it is now, and repeat your change with its revision if you still want it.',
  },
  'request.fixed_field': {
    errorClass: 'data',
    meaning:
      'A job keeps its connection, stream and record type: its references and its watermark belong to them.',
    remedy:
      'Remove the job with `evenkeel jobs remove JOB` and add another; its name may be used again, and its records stay.',
  },
  'request.plan_expired': {
    errorClass: 'conflict',
    meaning: 'A plan may be carried out for 24 hours, and this one is older.',
    remedy: 'Make a new one with `evenkeel preview JOB`, or run the job again.',
  },
  'request.key_reused': {
    errorClass: 'conflict',
    meaning: 'An Idempotency-Key was sent before, with a different request.',
    remedy: 'Use a new key for each request, and the same key only to repeat the very same one.',
  },
  'request.bad_signature': {
    errorClass: 'auth',
    meaning: 'The signature of a webhook delivery does not fit its body, or is too old.',
    remedy: "Check that both sides use the same secret and that the sender's clock is right.",
  },
} as const satisfies Record<string, CatalogedError>;
