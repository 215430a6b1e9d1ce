import { SENT_AS_BEARER, type JsonObject, type SignedClaims, type TokenGrant } from '@evenkeel/domain';
import type { AuthOf } from '../settings/auth-settings.js';
import { pem, secret } from '../settings/auth/credential-text.js';
import { oneLine } from '../settings/setting-text.js';
import { filled, secretsNamed } from './custom-way.js';
import type { Authentication, Credentials, UsedNames, Way } from './way.js';

type OAuthSettings = AuthOf<
  'oauth2ClientCredentials' | 'oauth2RefreshToken' | 'oauth2Password' | 'oauth2JwtBearer'
>;

const optional = oneLine.default('');
const privateKey = pem(/PRIVATE KEY/);

export const clientCredentialsWay: Way<AuthOf<'oauth2ClientCredentials'>> = {
  wants: (auth) => ({ clientId: secret, ...secretOfClient(auth, secret) }),
  uses: usedBy,
  adds: (auth, given) =>
    bearing({
      ...{ kind: 'client_credentials', ...endpointOf(auth), ...clientOf(auth, given), refreshToken: '' },
      ...readingOf(auth),
    }),
};

export const refreshTokenWay: Way<AuthOf<'oauth2RefreshToken'>> = {
  wants: (auth) => ({ clientId: secret, ...secretOfClient(auth, optional), refreshToken: secret }),
  uses: usedBy,
  adds: (auth, given) => {
    const { refreshToken = '' } = given;
    return bearing({
      ...{ kind: 'refresh_token', ...endpointOf(auth), ...clientOf(auth, given), refreshToken },
      ...readingOf(auth),
    });
  },
};

export const passwordWay: Way<AuthOf<'oauth2Password'>> = {
  wants: () => ({ clientId: optional, clientSecret: optional, username: secret, password: secret }),
  uses: usedBy,
  adds: (auth, given) => {
    const { username = '', password = '' } = given;
    return bearing({
      ...{ kind: 'password', ...endpointOf(auth), ...clientOf(auth, given), refreshToken: '' },
      owner: { username, password },
      ...readingOf(auth),
    });
  },
};

export const jwtBearerWay: Way<AuthOf<'oauth2JwtBearer'>> = {
  wants: (auth) => ({
    privateKey,
    ...(auth['clientAuth'] !== undefined && { clientId: secret, clientSecret: optional }),
    ...secretsNamed(auth['claims'] ?? null),
  }),
  uses: usedBy,
  adds: (auth, given) => {
    const claims = { aud: auth.tokenUrl, ...filled(auth.claims, given) };
    return bearing({
      ...{ kind: 'jwt_bearer', ...endpointOf(auth) },
      ...(auth.clientAuth === undefined
        ? NO_CLIENT
        : clientOf({ ...auth, clientAuth: auth.clientAuth }, given)),
      ...{ refreshToken: '', assertion: signedBy(auth, given, claims) },
      ...readingOf(auth),
    });
  },
};

function bearing(token: TokenGrant): Omit<Authentication, 'secrets'> {
  return { headers: {}, query: {}, token };
}

function usedBy({ send = SENT_AS_BEARER }: OAuthSettings): UsedNames {
  return { headers: Object.keys(send.headers), query: Object.keys(send.query) };
}

/** A client that signs has a key in place of a secret. */
function secretOfClient({ clientAuth }: JsonObject, clientSecret: typeof secret | typeof optional) {
  return clientAuth === 'privateKeyJwt' ? { privateKey } : { clientSecret };
}

function endpointOf({ tokenUrl, scope, parameters }: OAuthSettings) {
  return { tokenUrl, parameters: { ...parameters, ...(scope && { scope }) } };
}

const NO_CLIENT = { clientAuth: 'body', clientId: '', clientSecret: '' } as const;

type ClientSettings = Pick<AuthOf<'oauth2ClientCredentials'>, 'tokenUrl' | 'clientAuth' | 'clientAssertion'>;

function clientOf(
  { tokenUrl, clientAuth, clientAssertion }: ClientSettings,
  given: Credentials,
): Pick<TokenGrant, 'clientAuth' | 'clientId' | 'clientSecret' | 'clientAssertion'> {
  const { clientId = '', clientSecret = '' } = given;
  if (clientAuth !== 'privateKeyJwt' || clientAssertion === undefined)
    return { clientAuth: clientAuth === 'basic' ? 'basic' : 'body', clientId, clientSecret };
  const claims = { iss: clientId, sub: clientId, aud: clientAssertion.audience ?? tokenUrl };
  const signed = signedBy(clientAssertion, given, claims);
  return { clientAuth: 'private_key_jwt', clientId, clientSecret: '', clientAssertion: signed };
}

function signedBy(
  { algorithm, keyId, lifetimeSeconds }: Pick<SignedClaims, 'algorithm' | 'keyId' | 'lifetimeSeconds'>,
  { privateKey: key = '' }: Credentials,
  claims: Readonly<Record<string, string>>,
): SignedClaims {
  return { algorithm, privateKey: key, ...(keyId && { keyId }), claims, lifetimeSeconds };
}

/** How answers are read and the token is sent: left out where that is as usual. */
function readingOf({
  answer,
  refusals,
  send,
}: OAuthSettings): Pick<TokenGrant, 'paths' | 'refusals' | 'sentAs'> {
  const { tokenPath: accessToken, refreshTokenPath: refreshToken, lifetimePath: expiresIn } = answer;
  return {
    paths: { accessToken, refreshToken, expiresIn },
    refusals,
    ...(send && { sentAs: send }),
  };
}
