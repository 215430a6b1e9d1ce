import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a provider behaves. */
export type Mode =
  | 'fine'
  | 'down'
  | 'refused'
  | 'limited'
  | 'login'
  | 'drifted'
  | 'partly'
  | 'fewer'
  | 'empty'
  | 'wrong';

/** A provider of one listing that goes wrong in the way that it is told; below `/never` it never answers. */
export interface NightProvider {
  mode: Mode;
  readonly baseUrl: string;
  stop(): Promise<void>;
}

export async function startNightProvider(): Promise<NightProvider> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname.startsWith('/never')) return;
    const { mode } = provider;
    if (mode === 'down') return void request.socket.destroy();
    if (mode === 'refused') return answer(response, 401, { error: 'the key was revoked' });
    if (mode === 'limited') return answer(response, 429, { error: 'slow down' }, { 'retry-after': '7200' });
    if (mode === 'login') return answer(response, 200, '<html><title>Sign in</title></html>');
    if (mode === 'wrong') return answer(response, 200, { rows: [] });
    const from = (Number(searchParams.get('page')) - 1) * 100;
    answer(response, 200, { data: listing(mode).slice(from, from + 100) });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider: NightProvider = {
    mode: 'fine',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return provider;
}

function listing(mode: Mode): readonly object[] {
  const count = mode === 'fewer' ? 200 : mode === 'empty' ? 0 : 500;
  return Array.from({ length: count }, (_, at) => row(mode, at + 1));
}

function row(mode: Mode, id: number): object {
  const email = mode === 'drifted' || (mode === 'partly' && id % 10 === 0) ? null : `u${id}@example.com`;
  return { id, email, revision: mode };
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  more: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...more });
  response.end(isText ? body : JSON.stringify(body));
}
