import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@evenkeel/domain';

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
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmallProvider> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const { status, body } = provider.answer(url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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

  private answer({ pathname, searchParams }: URL): { readonly status: number; readonly body: unknown } {
    this.asked.push(pathname);
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
