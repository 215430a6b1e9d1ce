import type { IncomingMessage } from 'node:http';

/** Whether a caller knows the token: as a bearer token, `X-Api-Key`, `?api_key=` or a basic password. */
export function isAuthorized({ headers }: IncomingMessage, url: URL, token: string | null): boolean {
  if (token === null) return true;
  const { authorization = '' } = headers;
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  const password =
    basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8').split(':')[1];
  const offered = [password, headers['x-api-key'], url.searchParams.get('api_key')];
  return authorization === `Bearer ${token}` || offered.includes(token);
}
