import type { SignedClaims, TokenGrant } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { signClaims } from './sign-claims.js';

/** What a token is asked for with. */
export interface TokenAsking {
  readonly grant: TokenGrant;
  /** The one that the provider gave last. */
  readonly refreshToken: string;
  readonly now: Date;
}

/** Fields of the form, and headers. */
interface Parts {
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const CLIENT_ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What each kind of grant sends (RFC 6749, sections 4.3.2, 4.4.2 and 6; RFC 7523, section 2.1). */
const GRANTS: Readonly<
  Record<TokenGrant['kind'], (asking: TokenAsking) => Readonly<Record<string, string>>>
> = {
  client_credentials: () => ({ grant_type: 'client_credentials' }),
  refresh_token: ({ refreshToken }) => ({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  login: () => ({}),
  password: ({ grant: { owner } }) => ({ grant_type: 'password', ...owner }),
  jwt_bearer: ({ grant: { assertion }, now }) => ({
    grant_type: JWT_BEARER,
    ...(assertion && { assertion: signClaims(assertion, now) }),
  }),
};

/** How a client proves itself (RFC 6749, section 2.3.1; RFC 7523, section 2.2). */
const CLIENT_AUTH: Readonly<Record<TokenGrant['clientAuth'], (asking: TokenAsking) => Parts>> = {
  basic: ({ grant: { clientId, clientSecret } }) =>
    clientSecret === ''
      ? inBody(clientId, '')
      : { headers: { authorization: basic(clientId, clientSecret) } },
  body: ({ grant: { clientId, clientSecret } }) => inBody(clientId, clientSecret),
  private_key_jwt: ({ grant: { clientId, clientAssertion }, now }) => ({
    fields: { client_id: clientId, ...(clientAssertion && asserted(clientAssertion, now)) },
  }),
};

/** The call that asks a token endpoint for a token. Throws `config.invalid_settings` where a key cannot sign. */
export function tokenCall(asking: TokenAsking): HttpCall {
  const { grant, refreshToken } = asking;
  const client = CLIENT_AUTH[grant.clientAuth](asking);
  const form = new URLSearchParams({ ...grant.parameters, ...GRANTS[grant.kind](asking), ...client.fields });
  const secrets = [grant.clientSecret, refreshToken, grant.owner?.password ?? ''];
  return {
    method: 'POST',
    url: grant.tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...client.headers },
    body: form.toString(),
    ...(grant.tls && { tls: grant.tls }),
    secrets: secrets.filter((secret) => secret !== ''),
  };
}

function inBody(clientId: string, clientSecret: string): Parts {
  return {
    fields: {
      ...(clientId !== '' && { client_id: clientId }),
      ...(clientSecret !== '' && { client_secret: clientSecret }),
    },
  };
}

function asserted(claims: SignedClaims, now: Date): Readonly<Record<string, string>> {
  return { client_assertion_type: CLIENT_ASSERTION, client_assertion: signClaims(claims, now) };
}

function basic(clientId: string, clientSecret: string): string {
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** The two parts of a Basic header are encoded as in a form before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
