import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Take = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** An HTTP server on the loopback during the specs of a file; gives its base URL, which is known within them. */
export function startLoopbackServer(take: Take): () => string {
  const http = createServer((request, response) => {
    void textOf(request).then((body) => take(request, body, response));
  });
  beforeAll(async () => {
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  afterAll(() => {
    http.close();
    http.closeAllConnections();
  });
  return () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
