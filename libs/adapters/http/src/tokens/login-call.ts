import { errorWords, parseTokenBody, readLogin, SyncError, type TokenGrant } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { describeCall } from '../describe-call.js';
import { quoted } from '../excerpt.js';
import type { RawAnswer } from '../read-content.js';
import { refuse, textOf, type EndpointReading } from './read-token-endpoint.js';

type LoginGrant = TokenGrant & Required<Pick<TokenGrant, 'login'>>;

/** The call that opens a session. */
export function loginCall({ tokenUrl, login, tls }: LoginGrant): HttpCall {
  const { method, headers, body } = login;
  const sent = [...Object.values(headers), ...textsIn(body)];
  return {
    method,
    url: tokenUrl,
    headers,
    ...(body !== undefined && { body }),
    ...(tls && { tls }),
    secrets: sent,
  };
}

/**
 * What a login gave. A redirect is an answer as good as any: sites send their cookies with it. Where it does not give what it should,
 * the login counts as refused, so that a wrong password is not sent until the account is locked.
 */
export function readLoginAnswer(
  raw: RawAnswer,
  { call, grant, now }: { readonly call: HttpCall; readonly grant: LoginGrant; readonly now: Date },
): EndpointReading {
  return {
    refreshToken: null,
    token: () => {
      const { status, headers, setCookies = [] } = raw;
      const body = parseTokenBody(textOf(raw));
      refuse({ raw, body, call }, grant, now);
      const { values, missing, lifetimeMs } = readLogin({ body, headers, setCookies }, grant.login);
      if (missing.length === 0)
        return { accessToken: JSON.stringify(values), refreshToken: null, lifetimeMs };
      const words = quoted(errorWords({ status: 400, body }).join(': '), call);
      const message = `The login at ${describeCall(call)} answered ${status} without ${missing.join(' and ')}${words === '' ? '' : `: ${words}`}`;
      throw new SyncError('provider.unauthorized', `${message}. It was refused, or has it elsewhere`, {
        status,
      });
    },
  };
}

/** The texts of a body that may be secrets. */
function textsIn(body: string | undefined): readonly string[] {
  if (body === undefined) return [];
  const members = parseTokenBody(body);
  if (members === undefined) return [...new URLSearchParams(body).values()];
  const texts: string[] = [];
  JSON.stringify(members, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}
