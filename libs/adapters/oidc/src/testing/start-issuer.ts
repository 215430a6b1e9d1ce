import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, SignJWT, type JWTPayload } from 'jose';
import { Provider, type JWK } from 'oidc-provider';

/** Which token is asked of the issuer. */
export interface Wanted {
  readonly audience: string;
  /** Beside those that each token has. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly livesS?: number;
}

/** A real OpenID Connect issuer on this machine. */
export interface StartedIssuer {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** By the grant of client credentials: its `sub` is `robot`. */
  tokenOf(wanted: Wanted): Promise<string>;
  /** What it would have signed for another issuer or client that shares its key. */
  sign(claims: JWTPayload): Promise<string>;
  /** From now on it has another key, and not the one before. */
  rotate(): void;
  /** Answers everything with this status, or, undefined, as it should. */
  fail(status: number | undefined): void;
  stop(): Promise<void>;
}

const SECRET = 'of the client, for specs';

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

export async function startIssuer(): Promise<StartedIssuer> {
  const asked: string[] = [];
  let wanted: Wanted = { audience: '' };
  let failing: number | undefined;
  let listener: RequestListener | undefined;
  let key = newKey();
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (failing === undefined) listener?.(request, response);
    else response.writeHead(failing).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rotate = () => {
    key = newKey();
    const answer = newProvider(url, key, () => wanted).callback();
    listener = (request, response) => void answer(request, response);
  };
  rotate();
  return {
    ...{ url, asked, rotate },
    tokenOf: async (next) => {
      wanted = next;
      return askToken(url, next.audience);
    },
    sign: async (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.kid as string })
        .sign(await importJWK(key as Parameters<typeof importJWK>[0], 'RS256')),
    fail: (status) => {
      failing = status;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function newProvider(url: string, key: JWK, wanted: () => Wanted): Provider {
  return new Provider(url, {
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    clients: [
      {
        client_id: 'robot',
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    extraTokenClaims: () => ({ ...wanted().claims }),
    ttl: { ClientCredentials: () => wanted().livesS ?? 600 },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, audience) => ({ scope: '', audience, accessTokenFormat: 'jwt' }),
      },
    },
  });
}

async function askToken(url: string, audience: string): Promise<string> {
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`robot:${encodeURIComponent(SECRET)}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  });
  const { access_token: token, ...problem } = (await response.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`The issuer gave no token: ${JSON.stringify(problem)}`);
  return token;
}
