import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an API was asked: the path below its own, as it was sent. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** As it is sent; a value that is neither text nor bytes is sent as JSON. */
  readonly body?: unknown;
}

export type Api = (asked: Asked) => Answer;

export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  readonly asked: readonly Asked[];
}

const textOf = (body: unknown): string | Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

/** Many small APIs on one address of this machine; each keeps what it was asked. */
export class SloppyProvider {
  private readonly apis = new Map<string, { api: Api; asked: Asked[] }>();
  private readonly server = createServer((request, response) => {
    const [, name = '', path = '', search = ''] = /^\/([^/?]*)([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? [];
    const served = this.apis.get(name);
    const asked = { path, query: new URLSearchParams(search), headers: request.headers };
    served?.asked.push(asked);
    const { status = 200, headers = {}, body = '' } = served?.api(asked) ?? { status: 404, body: {} };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(textOf(body));
  });

  static async start(): Promise<SloppyProvider> {
    const provider = new SloppyProvider();
    provider.server.listen(0, '127.0.0.1');
    await once(provider.server, 'listening');
    return provider;
  }

  serve(api: Api): Served {
    const name = `api${this.apis.size + 1}`;
    const asked: Asked[] = [];
    this.apis.set(name, { api, asked });
    const { port } = this.server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/${name}`, asked };
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
