import { isIP } from 'node:net';

/** How long an issuer may take to answer. */
export const ISSUER_TIMEOUT_MS = 5_000;
const WELL_KNOWN = '/.well-known/openid-configuration';

/** What keys are fetched from must not be changed on the way: TLS, or this machine. */
export function isIssuerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname));
}

function isThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

/**
 * Where an issuer has its keys, as its description says (OpenID Connect Discovery 1.0, 4). Rejects where there is none, or it is that of
 * another issuer.
 */
export async function findKeySet(issuer: string): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}${WELL_KNOWN}`, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`its description was answered with ${response.status}`);
  const { issuer: named, jwks_uri: keys } = (await response.json()) as Readonly<Record<string, unknown>>;
  if (named !== issuer) throw new Error(`its description is of the issuer ${JSON.stringify(named)}`);
  if (typeof keys !== 'string') throw new Error('its description has no jwks_uri');
  const url = URL.parse(keys);
  if (url === null || (url.protocol !== 'https:' && !isIssuerAddress(keys)))
    throw new Error('the jwks_uri of its description is no https address');
  return url;
}
