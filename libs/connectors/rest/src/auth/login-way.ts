import { fillNames, type LoginCall, type TokenGrant, type ValuePlace } from '@evenkeel/domain';
import type { AuthOf } from '../settings/auth-settings.js';
import { filled, filledJson, inLowerCase, secretsNamed } from './custom-way.js';
import type { Credentials, Way } from './way.js';

type LoginSettings = AuthOf<'login'>;

/** The parts of its settings whose texts name credentials. */
const PARTS = ['headers', 'basic', 'json', 'form'] as const;

export const loginWay: Way<LoginSettings> = {
  wants: (auth) => secretsNamed(PARTS.map((part) => auth[part] ?? null)),
  uses: ({ send }) => ({ headers: Object.keys(send.headers), query: Object.keys(send.query) }),
  adds: (auth, given, baseUrl) => ({ headers: {}, query: {}, token: grantOf(auth, given, baseUrl) }),
  ended: ({ expired }) => expired,
};

/** The whole address of the login. */
export function addressOfLogin({ loginUrl }: Pick<LoginSettings, 'loginUrl'>, baseUrl: string): string {
  return loginUrl.startsWith('/') ? baseUrl.replace(/\/+$/, '') + loginUrl : loginUrl;
}

function grantOf(auth: LoginSettings, given: Credentials, baseUrl: string): TokenGrant {
  return {
    ...{ kind: 'login', tokenUrl: addressOfLogin(auth, baseUrl), login: loginOf(auth, given) },
    ...{ clientId: '', clientSecret: '', clientAuth: 'body', refreshToken: '', parameters: {} },
    ...{ refusals: auth.refusals, sentAs: auth.send },
  };
}

function loginOf(auth: LoginSettings, given: Credentials): LoginCall {
  const { method, headers, basic, lifetime } = auth;
  const body = bodyOf(auth, given);
  return {
    method,
    headers: {
      ...(body && { 'content-type': body.type }),
      ...(basic && { authorization: basicOf(basic, given) }),
      ...inLowerCase(filled(headers, given)),
    },
    ...(body && { body: body.text }),
    takes: auth.take as Readonly<Record<string, ValuePlace>>,
    ...(lifetime && { lifetime: lifetime as NonNullable<LoginCall['lifetime']> }),
  };
}

function bodyOf({ json, form }: LoginSettings, given: Credentials) {
  if (json !== undefined) return { type: 'application/json', text: JSON.stringify(filledJson(json, given)) };
  if (form === undefined) return undefined;
  const text = new URLSearchParams(filled(form, given)).toString();
  return { type: 'application/x-www-form-urlencoded', text };
}

function basicOf({ username, password }: NonNullable<LoginSettings['basic']>, given: Credentials): string {
  const pair = `${fillNames(username, given)}:${fillNames(password, given)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
