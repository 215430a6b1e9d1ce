import type { AnswerRule } from '../answer/answer-rule.js';
import type { JsonObject } from '../json.js';

/** What a client proves itself with in TLS, all in PEM. */
export interface ClientTls {
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** Authorities that the server may be certified by, in place of the usual ones. */
  readonly ca?: string | undefined;
}

/** A JSON Web Token that is signed whenever a token is asked for (RFC 7519; RFC 7518, section 3.1). */
export interface SignedClaims {
  readonly algorithm: 'RS256' | 'ES256';
  /** PEM. */
  readonly privateKey: string;
  /** Which of several keys it is (`kid`); left out: none is named. */
  readonly keyId?: string | undefined;
  /** What it says besides `iat`, `exp` and `jti`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly lifetimeSeconds: number;
}

/** How a token goes with a call: texts that name `{token}`. */
export interface TokenSending {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Where the answer has things, as paths; left out: where RFC 6749 has them. */
export interface TokenPaths {
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly expiresIn?: string | undefined;
}

/** Where the answer of a login has a value. */
export type ValuePlace =
  | { readonly path: string }
  | { readonly header: string }
  /** By its name; `*`: all cookies, as a header `Cookie` has them. */
  | { readonly cookie: string };

/** A call that opens a session. */
export interface LoginCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What its answer gives, by the names that `sentAs` has. */
  readonly takes: Readonly<Record<string, ValuePlace>>;
  /** For how long that is good; left out: until it is refused. */
  readonly lifetime?: { readonly path: string } | { readonly seconds: number };
}

/** How an access token is had from a provider's token endpoint (RFC 6749, sections 4.3, 4.4 and 6; RFC 7523). */
export interface TokenGrant {
  readonly kind: 'client_credentials' | 'refresh_token' | 'password' | 'jwt_bearer' | 'login';
  readonly tokenUrl: string;
  /** Empty where the kind needs none. */
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
  /** Where the client's name and secret go: into the header `Authorization`, into the body, or an assertion in place of a secret. */
  readonly clientAuth: 'basic' | 'body' | 'private_key_jwt';
  /** What a person gave for `refresh_token`; the provider may since have put others in its place. Empty for the other kinds. */
  readonly refreshToken: string;
  /** More that the endpoint wants: scope, audience, resource. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the kind `password`. */
  readonly owner?: { readonly username: string; readonly password: string };
  /** Of the kind `login`, which has no client. */
  readonly login?: LoginCall;
  /** Of the kind `jwt_bearer`. */
  readonly assertion?: SignedClaims;
  /** Of clients that prove themselves by `private_key_jwt`. */
  readonly clientAssertion?: SignedClaims;
  /** Answers that mean that what the token is had with is refused, beside the usual words. */
  readonly refusals?: readonly AnswerRule[];
  readonly paths?: TokenPaths;
  /** Left out: as `Authorization: Bearer`. */
  readonly sentAs?: TokenSending;
  /** How the endpoint is connected to. */
  readonly tls?: ClientTls;
}

/**
 * What tokens of a grant belong to. How answers are read and how a token is sent is no part of it: a correction of that goes on with
 * the refresh token that the provider gave last. Members and their order name rows that are kept: a change loses such tokens.
 */
export function grantIdentity(grant: TokenGrant): JsonObject {
  const { kind, tokenUrl, clientAuth, parameters, clientId, clientSecret, refreshToken } = grant;
  const { owner, assertion, clientAssertion, login } = grant;
  return {
    ...{ kind, tokenUrl, clientAuth, parameters, clientId, clientSecret, refreshToken },
    ...(owner && { owner }),
    ...(login && { login: loginIdentity(login) }),
    ...(assertion && { assertion: signerOf(assertion) }),
    ...(clientAssertion && { clientAssertion: signerOf(clientAssertion) }),
  };
}

function signerOf({ privateKey, claims }: SignedClaims): JsonObject {
  return { privateKey, claims };
}

function loginIdentity({ method, headers, body, takes }: LoginCall): JsonObject {
  return { method, headers, body: body ?? null, takes: { ...takes } };
}

export const SENT_AS_BEARER: TokenSending = { headers: { authorization: 'Bearer {token}' }, query: {} };

/** What the texts of `sentAs` name, from what is kept as the token: a login gives several values. */
export function valuesOfToken({ kind }: TokenGrant, token: string): Readonly<Record<string, string>> {
  return kind === 'login' ? (JSON.parse(token) as Readonly<Record<string, string>>) : { token };
}
