import { isJsonObject, type ErrorCode, type JsonValue, type TokenGrant } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';

/** The call that asks a token endpoint for a token (RFC 6749, sections 2.3.1, 4.4.2 and 6). */
export function tokenCall(grant: TokenGrant, refreshToken: string): HttpCall {
  const form = new URLSearchParams({ grant_type: grant.kind, ...grant.parameters });
  if (grant.kind === 'refresh_token') form.set('refresh_token', refreshToken);
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (grant.clientAuth === 'basic' && grant.clientSecret !== '') {
    const pair = `${formEncoded(grant.clientId)}:${formEncoded(grant.clientSecret)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else {
    form.set('client_id', grant.clientId);
    if (grant.clientSecret !== '') form.set('client_secret', grant.clientSecret);
  }
  return { method: 'POST', url: grant.tokenUrl, headers, body: form.toString(), classify: codeOfRefusal };
}

/** The two parts of a Basic header are encoded as in a form before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  invalid_grant: 'provider.grant_refused',
  invalid_client: 'provider.unauthorized',
  unauthorized_client: 'provider.unauthorized',
  // Its own words for a 503, where a server cannot give that status.
  temporarily_unavailable: 'provider.server_error',
};

/** RFC 6749, section 5.2; some endpoints answer so with status 200. */
function codeOfRefusal(status: number, body: JsonValue | undefined): ErrorCode | undefined {
  const error = isJsonObject(body) ? body['error'] : undefined;
  if (status >= 500 || status === 429 || typeof error !== 'string') return undefined;
  return Object.hasOwn(REFUSALS, error) ? REFUSALS[error] : 'provider.bad_request';
}
