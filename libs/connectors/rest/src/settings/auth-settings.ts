import { z } from 'zod';
import { customAuth } from './auth/custom-settings.js';
import { loginAuth } from './auth/login-settings.js';
import {
  oauth2ClientCredentials,
  oauth2JwtBearer,
  oauth2Password,
  oauth2RefreshToken,
} from './auth/oauth-settings.js';
import { kind, text } from './setting-text.js';

export const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('none', 'No credentials.') }),
  z.strictObject({
    kind: kind('apiKey', 'Credentials: `apiKey`.'),
    in: z.enum(['header', 'query']).describe('Where the key goes.'),
    name: text.describe('The name of the header or parameter.'),
  }),
  z.strictObject({ kind: kind('bearer', 'Credentials: `token`, sent as `Authorization: Bearer`.') }),
  z.strictObject({ kind: kind('basic', 'Credentials: `username` and `password`.') }),
  oauth2ClientCredentials,
  oauth2RefreshToken,
  oauth2Password,
  oauth2JwtBearer,
  loginAuth,
  customAuth,
]);
export type AuthSettings = z.infer<typeof auth>;
export type AuthOf<Kind extends AuthSettings['kind']> = Extract<AuthSettings, { readonly kind: Kind }>;
