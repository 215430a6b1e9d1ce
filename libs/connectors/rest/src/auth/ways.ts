import type { AuthOf, AuthSettings } from '../settings/auth-settings.js';
import { customWay } from './custom-way.js';
import { apiKeyWay, basicWay, bearerWay, noWay } from './fixed-ways.js';
import { loginWay } from './login-way.js';
import { clientCredentialsWay, jwtBearerWay, passwordWay, refreshTokenWay } from './oauth-ways.js';
import type { Way } from './way.js';

/** What each kind of authentication wants, and what it adds to a call. */
const WAYS: { readonly [Kind in AuthSettings['kind']]: Way<AuthOf<Kind>> } = {
  none: noWay,
  apiKey: apiKeyWay,
  bearer: bearerWay,
  basic: basicWay,
  login: loginWay,
  custom: customWay,
  oauth2ClientCredentials: clientCredentialsWay,
  oauth2RefreshToken: refreshTokenWay,
  oauth2Password: passwordWay,
  oauth2JwtBearer: jwtBearerWay,
};

/** Undefined where there is no such kind. */
export function wayOf(kind: string): Way<AuthSettings> | undefined {
  return Object.hasOwn(WAYS, kind) ? (WAYS[kind as AuthSettings['kind']] as Way<AuthSettings>) : undefined;
}
