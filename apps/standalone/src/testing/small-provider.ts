import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
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
  /** Calls that write, as `PATCH 17`, in their order. */
  readonly written: string[] = [];
  private made = 1000;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmallProvider> {
    const server = createServer((request, response) => {
      void provider.serve(request, response);
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

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    this.asked.push(url.pathname);
    const { method = 'GET' } = request;
    const given = method === 'GET' ? {} : ((await json(request)) as JsonObject);
    const write = { method, id: idIn(url), ifMatch: request.headers['if-match'], given };
    const answer = this.script(url) ?? (method === 'GET' ? this.answer(url) : this.write(write));
    const { status = 200, headers, body } = answer;
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(isRaw ? body : JSON.stringify(body));
  }

  private answer({ pathname, searchParams }: URL): Answer {
    if (pathname === '/things') {
      const items = searchParams.has('since')
        ? this.changes
        : [...this.records.values()].filter(this.isListed);
      return { status: 200, body: { items } };
    }
    const record = this.records.get(idIn({ pathname }));
    return record === undefined ? this.missing : { status: 200, body: this.detailOf(record) };
  }

  /** Each write counts `rev` up, and is refused where it is for another. */
  private write({ method, id, ifMatch, given }: Write): Answer {
    this.written.push(id === '' ? method : `${method} ${id}`);
    if (method === 'POST') {
      this.made += 1;
      return this.keep(String(this.made), { id: this.made, ...given });
    }
    const record = this.records.get(id);
    if (record === undefined) return this.missing;
    if (ifMatch !== undefined && ifMatch !== JSON.stringify(record['rev'])) return { status: 412, body: {} };
    if (method === 'PATCH') return this.keep(id, { ...record, ...given });
    this.records.delete(id);
    return { body: {} };
  }

  private keep(id: string, record: JsonObject): Answer {
    const kept = { ...record, rev: Number(record['rev'] ?? 0) + 1 };
    this.records.set(id, kept);
    return { body: kept };
  }
}

interface Write {
  readonly method: string;
  readonly id: string;
  readonly ifMatch: string | undefined;
  readonly given: JsonObject;
}

/** Empty: of no single record. */
function idIn({ pathname }: Pick<URL, 'pathname'>): string {
  return decodeURIComponent(pathname.slice('/things/'.length));
}

async function json(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === '' ? {} : JSON.parse(text);
}

/** What a stream of these records says of how it is written; each write is for the version that was read. */
export const WRITES: JsonObject = {
  versionPath: 'rev',
  versionOrder: 'number',
  writes: {
    create: { path: '/things' },
    update: { path: '/things/{id}', headers: { 'If-Match': '{version}' } },
    delete: { path: '/things/{id}', headers: { 'If-Match': '{version}' } },
  },
};
