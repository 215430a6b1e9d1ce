import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@evenkeel/domain';

export interface Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  /** A text or bytes are sent as they are, anything else as JSON. */
  readonly body: unknown;
}

/** A provider of a few records over HTTP, each of which says what it is in a listing and when it is asked for by its id. */
export class SmallProvider {
  readonly records = new Map<string, JsonObject>();
  /** Whether the listing names a record. */
  isListed: (record: JsonObject) => boolean = () => true;
  /** What a record looks like that is asked for by its id; left out: as in the listing. */
  detailOf: (record: JsonObject) => JsonObject = (record) => record;
  /** What is answered to the question for a record that is not there. */
  missing: { readonly status: number; readonly body: unknown } = { status: 404, body: { error: 'no such' } };
  /** What has changed, given where only changes are asked for. */
  changes: readonly JsonObject[] = [];
  /** Answers in place of all that; undefined: this call is answered as usual. */
  script: (url: URL) => Answer | undefined = () => undefined;
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmallProvider> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      provider.asked.push(url.pathname);
      const { status = 200, headers, body } = provider.script(url) ?? provider.answer(url);
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(isRaw ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    const provider = new SmallProvider(server);
    await once(server, 'listening');
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private answer({ pathname, searchParams }: URL): Answer {
    if (pathname === '/things') {
      const items = searchParams.has('since')
        ? this.changes
        : [...this.records.values()].filter(this.isListed);
      return { status: 200, body: { items } };
    }
    const record = this.records.get(decodeURIComponent(pathname.slice('/things/'.length)));
    return record === undefined ? this.missing : { status: 200, body: this.detailOf(record) };
  }
}
