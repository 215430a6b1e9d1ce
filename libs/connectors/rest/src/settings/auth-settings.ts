import { z } from 'zod';
import { oneLine, text } from './setting-text.js';

const tokenUrl = text.refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.hash === '' && url.username === '';
}, 'must be an http or https address without a user name');

/** These are credentials or said by the kind of authentication. */
const RESERVED_PARAMETERS =
  /^(grant_type|client_id|client_secret|refresh_token|username|password|assertion|client_assertion)$/;

/** How an access token is had (OAuth 2, RFC 6749): `parameters` are what the endpoint wants beside the usual. */
const tokenEndpoint = {
  tokenUrl,
  scope: text.optional(),
  /** Whether the client's name and secret go into the header or into the body. */
  clientAuth: z.enum(['basic', 'body']).default('basic'),
  parameters: z
    .record(
      text.refine(
        (name) => !RESERVED_PARAMETERS.test(name),
        'cannot be set here: secrets go into the credentials',
      ),
      oneLine,
    )
    .default({}),
};

export const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** Credentials: `apiKey`. */
  z.strictObject({ kind: z.literal('apiKey'), in: z.enum(['header', 'query']), name: text }),
  /** Credentials: `token`. */
  z.strictObject({ kind: z.literal('bearer') }),
  /** Credentials: `username` and `password`. */
  z.strictObject({ kind: z.literal('basic') }),
  /** Credentials: `clientId` and `clientSecret`. */
  z.strictObject({ kind: z.literal('oauth2ClientCredentials'), ...tokenEndpoint }),
  /** Credentials: `clientId`, `refreshToken`, and `clientSecret` unless the client is a public one. */
  z.strictObject({ kind: z.literal('oauth2RefreshToken'), ...tokenEndpoint }),
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
