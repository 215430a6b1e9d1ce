import { z } from 'zod';
import { kind, oneLine, text } from '../setting-text.js';
import { whenSound } from '../when-sound.js';
import { signing, tokenEndpoint } from './token-settings.js';

const clientAssertion = z
  .strictObject({
    ...signing,
    audience: text.optional().describe('Whom it is meant for (`aud`); left out: `tokenUrl`.'),
  })
  .optional()
  .describe('How the client signs where `clientAuth` is `privateKeyJwt`.');

const inBasicOrBody = z
  .enum(['basic', 'body'])
  .default('basic')
  .describe("Whether the client's name and secret go into the header or into the body.");

/** Of clients that may also sign (RFC 7523, section 2.2). */
const client = {
  clientAuth: z
    .enum(['basic', 'body', 'privateKeyJwt'])
    .default('basic')
    .describe(
      "Whether the client's name and secret go into the header or into the body, or whether it signs: then its credential is `privateKey` (PEM) in place of `clientSecret`.",
    ),
  clientAssertion,
};

const signsWhereSaid = (said: {
  readonly clientAuth: string;
  readonly clientAssertion?: object | undefined;
}): boolean => (said.clientAuth === 'privateKeyJwt') === (said.clientAssertion !== undefined);

const SIGNS_ELSEWHERE = {
  error: 'is needed where clientAuth is privateKeyJwt, and nowhere else',
  path: ['clientAssertion'],
  ...whenSound('clientAuth', 'clientAssertion'),
};

export const oauth2ClientCredentials = z
  .strictObject({
    kind: kind(
      'oauth2ClientCredentials',
      'Credentials: `clientId` and `clientSecret`, for which a token is had.',
    ),
    ...tokenEndpoint,
    ...client,
  })
  .refine(signsWhereSaid, SIGNS_ELSEWHERE);

export const oauth2RefreshToken = z
  .strictObject({
    kind: kind(
      'oauth2RefreshToken',
      'Credentials: `clientId`, `refreshToken`, and `clientSecret` unless the client is a public one.',
    ),
    ...tokenEndpoint,
    ...client,
  })
  .refine(signsWhereSaid, SIGNS_ELSEWHERE);

export const oauth2Password = z.strictObject({
  kind: kind(
    'oauth2Password',
    'Credentials: `username` and `password`, for which a token is had; `clientId` and `clientSecret` where the client has them.',
  ),
  ...tokenEndpoint,
  clientAuth: inBasicOrBody,
});

export const oauth2JwtBearer = z.strictObject({
  kind: kind(
    'oauth2JwtBearer',
    'Credentials: `privateKey` (PEM), which signs for whom a token is had, and those that `claims` names in braces; `clientId` and `clientSecret` where `clientAuth` is said.',
  ),
  ...tokenEndpoint,
  ...signing,
  claims: z
    .record(
      text.refine((name) => !/^(iat|exp|nbf|jti)$/.test(name), 'is said by the engine'),
      oneLine,
    )
    .describe(
      'What is signed: `iss`, `sub`, `aud` and what the provider wants besides, for example `scope`. Texts may name credentials in braces. Without `aud` it is `tokenUrl`.',
    ),
  clientAuth: z
    .enum(['basic', 'body'])
    .optional()
    .describe('Where the name and the secret of the client go; left out: the signature is enough.'),
});
