import type { TokenGrant } from '@evenkeel/domain';
import type { AuthOf } from '../settings/auth-settings.js';
import { secret } from '../settings/auth/credential-text.js';
import { oneLine } from '../settings/setting-text.js';
import { AUTHORIZATION } from './fixed-ways.js';
import type { Way } from './way.js';

type OAuthSettings = AuthOf<'oauth2ClientCredentials' | 'oauth2RefreshToken'>;

function oauthWay(wants: Way<OAuthSettings>['wants'], kind: TokenGrant['kind']): Way<OAuthSettings> {
  return {
    wants,
    uses: () => AUTHORIZATION,
    adds: (
      { tokenUrl, clientAuth, scope, parameters },
      { clientId = '', clientSecret = '', refreshToken = '' },
    ) => {
      const endpoint = { tokenUrl, clientAuth, parameters: { ...parameters, ...(scope && { scope }) } };
      return { headers: {}, query: {}, token: { kind, ...endpoint, clientId, clientSecret, refreshToken } };
    },
  };
}

export const clientCredentialsWay = oauthWay(
  () => ({ clientId: secret, clientSecret: secret }),
  'client_credentials',
);

export const refreshTokenWay = oauthWay(
  () => ({ clientId: secret, clientSecret: oneLine.default(''), refreshToken: secret }),
  'refresh_token',
);
