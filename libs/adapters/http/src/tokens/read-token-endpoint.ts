import {
  codeOfTokenAnswer,
  errorWords,
  parseTokenBody,
  readTokenAnswer,
  refreshTokenIn,
  refreshTokenInBroken,
  SyncError,
  type GivenToken,
  type JsonObject,
  type TokenGrant,
} from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { decodeBody } from '../decode-body.js';
import { describeCall } from '../describe-call.js';
import { excerptOf, quoted } from '../excerpt.js';
import { placeOf } from '../place-of.js';
import { headOf } from '../read-answer.js';
import { jsonFormat } from '../json-format.js';
import { readContent, type RawAnswer } from '../read-content.js';
import { redirectOf } from '../redirect.js';
import { retryAfterOf } from '../retry-after.js';
import { codeOfStatus } from '../status-code.js';

/** What a token endpoint sent: a token, or why there is none. */
export interface EndpointReading {
  /** A refresh token that it holds, also where it is no token otherwise: the one before may be taken no more. */
  readonly refreshToken: string | null;
  /** Throws what the answer amounts to where it gives none. */
  readonly token: () => GivenToken;
}

/** Reads whatever a token endpoint may answer; throws nothing by itself. */
export function readTokenEndpoint(
  raw: RawAnswer,
  { call, grant, now }: { readonly call: HttpCall; readonly grant: TokenGrant; readonly now: Date },
): EndpointReading {
  const text = textOf(raw);
  const body = parseTokenBody(text);
  const isSuccess = raw.status >= 200 && raw.status < 300;
  const held = body === undefined ? refreshTokenInBroken(text) : refreshTokenIn(body, grant.paths);
  return {
    refreshToken: isSuccess ? held : null,
    token: () => {
      // Where it redirects to is told; none is followed with credentials.
      redirectOf(raw, call);
      refuse({ raw, body, call }, grant, now);
      const members = body ?? notMembers(raw, call);
      const reading = { paths: grant.paths, anyType: grant.sentAs !== undefined };
      return readTokenAnswer(members, placeOf(call.url), reading);
    },
  };
}

export interface EndpointAnswered {
  readonly raw: RawAnswer;
  readonly body: JsonObject | undefined;
  readonly call: HttpCall;
}

/** Throws what the answer amounts to where it is an error. */
export function refuse({ raw, body, call }: EndpointAnswered, grant: TokenGrant, now: Date): void {
  const { status } = raw;
  const head = headOf(raw);
  const byStatus = grant.kind === 'login' && status < 400 ? undefined : codeOfStatus(head);
  const code = codeOfTokenAnswer({ status, body, byStatus }, grant);
  if (code === undefined) return;
  const words = errorWords({ status, body });
  // Of a success only what it says of the error may be shown: it may hold a token.
  const said =
    words.length > 0 ? `: ${quoted(words.join(': '), call)}` : status >= 400 ? excerptOf(raw, call) : '';
  const message = `${describeCall(call)} answered ${status}${said}`;
  throw new SyncError(code, message, { status, ...retryAfterOf(head, now) });
}

/** Neither JSON with members nor a form: told as any such answer is. Throws unless it is JSON all the same. */
function notMembers(raw: RawAnswer, call: HttpCall): JsonObject {
  const place = describeCall(call);
  readContent(raw, { format: jsonFormat, place, maxDepth: 100, charset: undefined, begins: () => '' });
  return {};
}

export function textOf({ body, headers }: RawAnswer): string {
  try {
    return decodeBody(body, { charset: undefined, type: headers['content-type'] ?? '', place: '' });
  } catch {
    return body.toString('latin1');
  }
}
