import { z } from 'zod';
import { kind, oneLine, text } from './setting-text.js';

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

export const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('none', 'No credentials.') }),
  z.strictObject({
    kind: kind('apiKey', 'Credentials: `apiKey`.'),
    in: z.enum(['header', 'query']).describe('Where the key goes.'),
    name: text.describe('The name of the header or parameter.'),
  }),
  z.strictObject({ kind: kind('bearer', 'Credentials: `token`, sent as `Authorization: Bearer`.') }),
  z.strictObject({ kind: kind('basic', 'Credentials: `username` and `password`.') }),
  z.strictObject({
    kind: kind(
      'oauth2ClientCredentials',
      'Credentials: `clientId` and `clientSecret`, for which a token is had.',
    ),
    ...tokenEndpoint,
  }),
  z.strictObject({
    kind: kind(
      'oauth2RefreshToken',
      'Credentials: `clientId`, `refreshToken`, and `clientSecret` unless the client is a public one.',
    ),
    ...tokenEndpoint,
  }),
]);
export type AuthSettings = z.infer<typeof auth>;

const secret = oneLine.min(1, 'is missing');
/** What each way of authentication needs. */
export const credentialsOf = {
  none: z.strictObject({}),
  apiKey: z.strictObject({ apiKey: secret }),
  bearer: z.strictObject({ token: secret }),
  basic: z.strictObject({ username: secret, password: oneLine.default('') }),
  oauth2ClientCredentials: z.strictObject({ clientId: secret, clientSecret: secret }),
  oauth2RefreshToken: z.strictObject({
    clientId: secret,
    clientSecret: oneLine.default(''),
    refreshToken: secret,
  }),
} as const;
