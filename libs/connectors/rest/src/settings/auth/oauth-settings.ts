import { z } from 'zod';
import { kind, oneLine, text } from '../setting-text.js';

const tokenUrl = text.refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.hash === '' && url.username === '';
}, 'must be an http or https address without a user name');

/** These are credentials or said by the kind of authentication. */
const RESERVED_PARAMETERS =
  /^(grant_type|client_id|client_secret|refresh_token|username|password|assertion|client_assertion)$/;

const parameterName = text.refine(
  (name) => !RESERVED_PARAMETERS.test(name),
  'cannot be set here: secrets go into the credentials',
);

/** How an access token is had (OAuth 2, RFC 6749). */
const tokenEndpoint = {
  tokenUrl: tokenUrl.describe('The address at which a token is had.'),
  scope: text.optional().describe('What the token is to allow, in the words of the provider.'),
  clientAuth: z
    .enum(['basic', 'body'])
    .default('basic')
    .describe("Whether the client's name and secret go into the header or into the body."),
  parameters: z
    .record(parameterName, oneLine)
    .default({})
    .describe('What the endpoint wants beside the usual, for example an `audience`.'),
};

export const oauth2ClientCredentials = z.strictObject({
  kind: kind(
    'oauth2ClientCredentials',
    'Credentials: `clientId` and `clientSecret`, for which a token is had.',
  ),
  ...tokenEndpoint,
});

export const oauth2RefreshToken = z.strictObject({
  kind: kind(
    'oauth2RefreshToken',
    'Credentials: `clientId`, `refreshToken`, and `clientSecret` unless the client is a public one.',
  ),
  ...tokenEndpoint,
});
