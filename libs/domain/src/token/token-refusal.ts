import { fitsAnswer } from '../answer/answer-rule.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { TokenGrant } from './token-grant.js';

/** An answer of a token endpoint. */
export interface EndpointAnswer {
  readonly status: number;
  /** Its members, of JSON or of a form; undefined where it has none. */
  readonly body: JsonObject | undefined;
  /** What it means by its status alone; undefined for a success. */
  readonly byStatus: ErrorCode | undefined;
}

/** What is said of an error that is none of the credential, in the words of RFC 6749 (section 5.2) and as others say it. */
const OTHER_ERRORS: readonly { readonly words: RegExp; readonly code: ErrorCode }[] = [
  {
    words: /^(invalid_request|invalid_scope|invalid_target|unsupported_\w+)\b/i,
    code: 'provider.bad_request',
  },
  { words: /^(invalid_client|unauthorized_client)\b/i, code: 'provider.unauthorized' },
  { words: /slow.?down|rate.?limit|too.?many|throttl/i, code: 'provider.rate_limited' },
  {
    words: /temporarily|unavailable|server.?error|internal.?error|timed? ?out|try.?again/i,
    code: 'provider.server_error',
  },
];

/** Statuses of a refusal: what others between 400 and 499 say is about the address or the request. */
const OF_REFUSALS: readonly number[] = [400, 401, 402, 403, 409, 412, 422, 423];

/** What a person has to renew where it is refused: a permission, or credentials. */
const REFUSED: Readonly<Record<TokenGrant['kind'], ErrorCode>> = {
  client_credentials: 'provider.unauthorized',
  password: 'provider.unauthorized',
  login: 'provider.unauthorized',
  refresh_token: 'provider.grant_refused',
  jwt_bearer: 'provider.grant_refused',
};

/**
 * Which error an answer of a token endpoint is; undefined for none. Refusals come in any words, with any status below 500 and also as a
 * success: what names an error and is none of the known others refuses the credential, so that it is not sent again and again.
 */
export function codeOfTokenAnswer(
  { status, body, byStatus }: EndpointAnswer,
  { kind, refusals = [] }: Pick<TokenGrant, 'kind' | 'refusals'>,
): ErrorCode | undefined {
  if (refusals.some((rule) => fitsAnswer(rule, status, body))) return REFUSED[kind];
  if (status >= 500 || byStatus === 'provider.rate_limited') return byStatus;
  const words = errorWords({ status, body });
  const isOfRefusals = status < 400 || OF_REFUSALS.includes(status);
  const said = words[0] ?? '';
  if (said === 'invalid_grant') return 'provider.grant_refused';
  if (words.length === 0 || !isOfRefusals) return byStatus;
  return OTHER_ERRORS.find(({ words: known }) => known.test(said))?.code ?? REFUSED[kind];
}

/** What an answer says of an error, the most telling word first; empty where it names none. */
export function errorWords({ status, body }: Pick<EndpointAnswer, 'status' | 'body'>): readonly string[] {
  if (body === undefined) return [];
  const named = ['error', 'error_code', 'errorCode', 'errors'].flatMap((name) => wordsOf(body[name]));
  const described = ['error_description', 'message', 'detail', 'title'].flatMap((name) =>
    wordsOf(body[name]),
  );
  // A success may have a message that is none of an error.
  return named.length > 0 || status >= 400 ? [...new Set([...named, ...described])] : [];
}

const TELLING = ['type', 'code', 'status', 'error', 'reason', 'message', 'description'];

function wordsOf(said: JsonValue | undefined): readonly string[] {
  if (typeof said === 'string') return said === '' ? [] : [said];
  if (said === true || (typeof said === 'number' && said !== 0)) return [String(said)];
  if (Array.isArray(said)) return said.flatMap((part: JsonValue) => wordsOf(part));
  return isJsonObject(said) ? TELLING.flatMap((name) => wordsOf(said[name])) : [];
}
