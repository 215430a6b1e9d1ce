import type { JsonObject, TokenGrant } from '@evenkeel/domain';
import { credentialsOf, type AuthSettings } from './settings/auth-settings.js';
import { parsed } from './settings/parsed.js';

/** What authentication adds to each call. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** How the token is had that the caller adds by itself. */
  readonly token?: TokenGrant;
}

/** Throws `config.invalid_settings` that names each wrong credential. */
export function authenticate(auth: AuthSettings, credentials: JsonObject): Authentication {
  switch (auth.kind) {
    case 'none':
      parsed(credentialsOf.none, credentials, 'credentials');
      return { headers: {}, query: {} };
    case 'apiKey': {
      const { apiKey } = parsed(credentialsOf.apiKey, credentials, 'credentials');
      const own = { [auth.in === 'header' ? auth.name.toLowerCase() : auth.name]: apiKey };
      return auth.in === 'header' ? { headers: own, query: {} } : { headers: {}, query: own };
    }
    case 'bearer': {
      const { token } = parsed(credentialsOf.bearer, credentials, 'credentials');
      return { headers: { authorization: `Bearer ${token}` }, query: {} };
    }
    case 'basic': {
      const { username, password } = parsed(credentialsOf.basic, credentials, 'credentials');
      const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
      return { headers: { authorization: `Basic ${pair}` }, query: {} };
    }
    case 'oauth2ClientCredentials':
    case 'oauth2RefreshToken':
      return { headers: {}, query: {}, token: grantOf(auth, credentials) };
  }
}

type OAuthSettings = Extract<AuthSettings, { readonly tokenUrl: string }>;

function grantOf(auth: OAuthSettings, credentials: JsonObject): TokenGrant {
  const { kind, tokenUrl, clientAuth, scope, parameters } = auth;
  const endpoint = { tokenUrl, clientAuth, parameters: { ...parameters, ...(scope && { scope }) } };
  if (kind === 'oauth2ClientCredentials') {
    const given = parsed(credentialsOf[kind], credentials, 'credentials');
    return { kind: 'client_credentials', ...endpoint, ...given, refreshToken: '' };
  }
  return { kind: 'refresh_token', ...endpoint, ...parsed(credentialsOf[kind], credentials, 'credentials') };
}
