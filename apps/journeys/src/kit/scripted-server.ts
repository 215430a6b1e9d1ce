import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real HTTP server that answers every call with a JSON text, word for word as it is given. */
export class TextServer {
  private constructor(
    readonly url: string,
    private readonly closing: () => Promise<void>,
  ) {}

  static async start(answer: (url: URL) => string): Promise<TextServer> {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(answer(new URL(request.url ?? '/', 'http://127.0.0.1')));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new TextServer(`http://127.0.0.1:${port}`, async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
  }

  stop(): Promise<void> {
    return this.closing();
  }
}
