import type { CatalogedError } from './cataloged-error.js';

export const providerErrors = {
  'provider.unreachable': {
    errorClass: 'transient',
    meaning:
      'The provider could not be reached: the name did not resolve or the connection was refused or reset.',
    remedy:
      'Check the base URL of the connection and that this machine can reach it, then resume the execution.',
  },
  'provider.timeout': {
    errorClass: 'transient',
    meaning: 'The provider did not answer within the call timeout.',
    remedy:
      'Resume the execution later. Pages of a listing were tried with half of their records and less, where the provider is told how many (`pageSizeParam`); if it keeps happening, use a smaller page size (`evenkeel jobs change JOB --page-size N`).',
  },
  'provider.server_error': {
    errorClass: 'transient',
    meaning: 'The provider answered with a 5xx status.',
    remedy: 'Resume the execution when the provider has recovered.',
  },
  'provider.rate_limited': {
    errorClass: 'rate_limit',
    meaning: 'The provider asked us to slow down (429).',
    remedy:
      'Nothing: no call is made before then, and a run that has no time to wait is tried again after it. To ask at once, run `evenkeel connections check NAME`; to lift the pause, `evenkeel connections resume-calls NAME`.',
  },
  'provider.quota_spent': {
    errorClass: 'rate_limit',
    meaning: 'The quota of the connection leaves no call for longer than the run has time left.',
    remedy:
      'Nothing: the run is tried again after that. If the provider allows more, raise the quota (`evenkeel connections change NAME --quota ...`).',
  },
  'provider.breaker_open': {
    errorClass: 'transient',
    meaning: 'Too many calls of this connection failed lately, so no further one is made for a while.',
    remedy: 'Wait until the provider has recovered; the engine probes it again by itself.',
  },
  'provider.retry_budget_spent': {
    errorClass: 'transient',
    meaning:
      'A call failed and was not tried again, for too large a share of the calls of this connection were retries already.',
    remedy:
      'Read in the message how it failed. The run is tried again as a whole where its retries are on; where the provider fails often and is well all the same, raise `retryShare` in the retry settings of the connection.',
  },
  'provider.unauthorized': {
    errorClass: 'auth',
    meaning: 'The provider refused our credentials (401 or 403).',
    remedy: 'Correct the credentials of the connection, run `evenkeel connections check`, then resume.',
  },
  'provider.grant_refused': {
    errorClass: 'auth',
    meaning:
      'The token endpoint of the provider no longer takes what an access token is to be had for (`invalid_grant`, or in words of its own, which the message quotes): it was revoked, has expired, or was used elsewhere.',
    remedy:
      'Authorise the connection anew at the provider, give what it hands out with `evenkeel connections change NAME --credentials FILE`, then resume.',
  },
  'provider.not_found': {
    errorClass: 'config',
    meaning: 'The provider does not know the address of this stream (404).',
    remedy:
      'Correct the path of the stream in the connection settings. Where earlier pages came, the cursor may have expired: map that answer to `provider.cursor_expired` in `errors` of the settings, and the listing starts over.',
  },
  'provider.bad_request': {
    errorClass: 'config',
    meaning: 'The provider refused the request itself (4xx).',
    remedy:
      "Read the provider's answer in the message and correct the parameters of the stream or of the token endpoint.",
  },
  'provider.malformed_body': {
    errorClass: 'transient',
    meaning:
      'The body was not valid JSON, or not in the format that the stream declares; the message names the line where it can.',
    remedy: 'If it keeps happening, call the address by hand and check what the provider sends.',
  },
  'provider.wrong_charset': {
    errorClass: 'config',
    meaning:
      'The bytes of the body are not in the encoding that it says, or not in UTF-8 where it says none.',
    remedy:
      'Set `charset` of the stream or of the connection to the encoding that the provider uses, for example `windows-1252` (`evenkeel connections change`).',
  },
  'provider.truncated_body': {
    errorClass: 'transient',
    meaning: 'The body ended before it was complete (for example a compressed body that was cut short).',
    remedy: 'Resume the execution; if it keeps happening, look for a proxy between us and the provider.',
  },
  'provider.unexpected_content': {
    errorClass: 'config',
    meaning:
      'The provider answered with something other than JSON, or than the format that the stream declares, for example a login page in HTML.',
    remedy:
      'Check the base URL and the credentials: a login or error page usually means one of them is wrong. An API that answers in another format than JSON needs `format` in the settings of the stream.',
  },
  'provider.redirected': {
    errorClass: 'config',
    meaning: 'The provider sent us on to another host. Credentials never follow there.',
    remedy: 'If you trust the host that the message names, make it the base URL of the connection.',
  },
  'provider.led_nowhere': {
    errorClass: 'config',
    meaning:
      'The provider sent us on to nowhere: round in circles, to no http address, without saying where, or to an unchanged answer that was not asked about.',
    remedy:
      'Call the address of the message by hand: a login, a trailing slash or a cache in between is the usual cause. Correct the path of the stream, or report it to the provider.',
  },
  'provider.not_http': {
    errorClass: 'transient',
    meaning:
      'Something answers at the address of the provider, but not in the protocol that the address names.',
    remedy:
      'Check scheme and port of the base URL: https where http is spoken, or the other way round, is the usual cause.',
  },
  'provider.body_too_large': {
    errorClass: 'config',
    meaning: 'The body was larger than one answer may be (32 MiB).',
    remedy:
      'Pages of a listing are tried with fewer records, down to one, where the provider is told how many a page is to have: say how in `pageSizeParam` of the stream. Where that did not help, have the provider leave out large fields, or report it to the provider if the message says that little was sent.',
  },
  'provider.page_too_large': {
    errorClass: 'config',
    meaning:
      'A page of the listing was too large for the provider or for us, or took too long. Where the provider is told how many records a page is to have, the run goes on with half of them, and the next one begins with all of them again.',
    remedy:
      'Nothing where the run went on; to spare it the failed calls, use a smaller page size (`evenkeel jobs change JOB --page-size N`). Where it did not, say in the settings of the stream how the provider is told the size of a page (`pageSizeParam`), or have it leave out large fields.',
  },
  'provider.body_too_deep': {
    errorClass: 'config',
    meaning: 'Lists and objects of the body are nested more than 1,000 levels deep.',
    remedy: 'Have the provider leave the deep field out, for example by a parameter of the stream.',
  },
  'provider.unexpected_shape': {
    errorClass: 'config',
    meaning: 'The body can be read, but the records are not where, or not as, the stream says they are.',
    remedy:
      'Correct the path of the stream that the message names: `recordsPath` (or `layout`) where it is about the list of records, ' +
      'what `pagination`, `incremental` or `end` say where it is about the next page, the position or the end.',
  },
  'provider.clock_ahead': {
    errorClass: 'data',
    meaning:
      'The clock of the provider (its `Date` header) is more than five minutes ahead of ours: a watermark of it would pass over what changes before it.',
    remedy:
      'Nothing is lost: the watermark is cut to our time. Set the clock of the provider, or of the database server if that is the one that is wrong.',
  },
  'provider.changes_expired': {
    errorClass: 'config',
    meaning:
      'The provider keeps what changed or was deleted for some days only, and the job is to read on from an earlier moment: what lies between is not told any more.',
    remedy:
      'Its next run reads everything by itself, and `evenkeel run JOB` begins it now. Run the job more often than the provider forgets (`--every`).',
  },
  'provider.error_in_answer': {
    errorClass: 'transient',
    meaning:
      'The provider answered with success, but with an error in the body: what is missing then is not gone.',
    remedy:
      'Read the error in the message. A rule of `errors` gives it the right class; where that member always stands there, set `errorBesideNothing` of the stream to `ignore`.',
  },
  'provider.record_not_readable': {
    errorClass: 'business',
    meaning:
      'A record cannot be read by its id: its stream reads no single records and no payload was kept, its id would lead to another address, or the answer is 404 where the stream says otherwise what "gone" looks like.',
    remedy: 'Run the job in full, which meets the record if it still exists; or discard the failure.',
  },
  'provider.other_record': {
    errorClass: 'business',
    meaning:
      'The provider was asked for one record by its id and answered with another one: a default, the first match, a cache.',
    remedy:
      'Nothing was written. Correct how one record is read (`readOne` of the stream), or leave it out if the provider has no such address.',
  },
  'provider.record_gone': {
    errorClass: 'business',
    meaning:
      'The provider has no record of an id that was asked for, and nothing is known here of one either; or its inventory names a record that cannot be found where it is read.',
    remedy:
      'Nothing if it was deleted before it was ever read. Otherwise correct the id that was asked for: the path to it in the webhook, or how one record is read (`readOne` of the stream).',
  },
} as const satisfies Record<string, CatalogedError>;
