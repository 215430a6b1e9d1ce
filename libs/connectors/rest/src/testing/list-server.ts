import type { ServerResponse } from 'node:http';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject } from '@evenkeel/domain';
import type { ConnectorStream, PageRequest, SourcePage } from '@evenkeel/ports';
import { RestConnector } from '../rest-connector.js';
import { startLoopbackServer } from './loopback-server.js';

/** A request, as a provider gets it. */
export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An answer that is more than its body. */
export class Reply {
  constructor(
    readonly status: number,
    /** A text is sent as it is. */
    readonly body: object | string | Buffer | null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

type PartOfReading = Partial<Pick<PageRequest, 'since' | 'until'>>;

/** A page, and the stream that it is of. */
type PageOfStream = Partial<PageRequest> & { readonly stream: string };

export interface ListServer {
  /** What a listing is answered with; undefined: 404. */
  answer: (url: URL, asked: Asked) => object | undefined;
  /** The paths that were asked, with their queries. */
  readonly asked: string[];
  /** Pages of a listing up to its end, of four records each. */
  readonly list: (stream: object, part?: PartOfReading) => Promise<readonly SourcePage[]>;
  /** The same of a whole file of settings, which has one stream. */
  readonly listAs: (settings: JsonObject, part?: PartOfReading) => Promise<readonly SourcePage[]>;
  /** A stream of a file of settings, by a session of its own. */
  readonly open: (settings: JsonObject, stream: string) => Promise<ConnectorStream>;
  /** One page of such a stream. */
  readonly readPage: (settings: JsonObject, page: PageOfStream) => Promise<SourcePage>;
  /** What the connector logs. */
  readonly log: ListedLogger;
  readonly baseUrl: () => string;
  /** Of the records that are no overlap. */
  readonly idsOf: (pages: readonly SourcePage[]) => readonly number[];
}

/** An API with one listing, for the specs of a file. */
export function startListServer(): ListServer {
  const connector = new RestConnector();
  const callers = new GuardedCallers();
  const baseUrl = startLoopbackServer((request, body, response) => {
    server.asked.push(request.url ?? '');
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', 'http://list.test');
    sendReply(
      response,
      answerOr400(() => server.answer(url, { method, headers, body })),
    );
  });
  const server: ListServer = {
    answer: () => ({ data: [] }),
    asked: [],
    log: new ListedLogger(),
    baseUrl,
    list: (stream, part) => {
      const things = { path: '/things', recordsPath: 'data', ...stream };
      return server.listAs({ baseUrl: server.baseUrl(), streams: { things } }, part);
    },
    open: (settings, stream) => {
      const [gateways, { clock }] = [callers.gateways(connector.destinations(settings)), callers];
      const context = { settings, credentials: {}, gateways, clock, log: server.log };
      return connector.open(context).stream(stream);
    },
    readPage: async (settings, { stream, ...request }) =>
      (await server.open(settings, stream)).readPage({ cursor: null, pageSize: 4, since: null, ...request }),
    listAs: async (settings, part = {}) => {
      const [name = ''] = Object.keys(settings['streams'] as JsonObject);
      const { readPage } = await server.open(settings, name);
      const pages: SourcePage[] = [];
      let cursor: string | null = null;
      do {
        const page: SourcePage = await readPage({ cursor, pageSize: 4, since: null, ...part });
        pages.push(page);
        cursor = page.next;
      } while (cursor !== null && pages.length < 60);
      return pages;
    },
    idsOf: (pages) =>
      pages.flatMap(({ records }) =>
        records.filter(({ overlap }) => overlap !== true).map(({ externalId }) => Number(externalId)),
      ),
  };
  beforeEach(() => void (server.asked.length = 0));
  afterAll(() => callers.close());
  return server;
}

function sendReply(response: ServerResponse, answer: object | undefined): void {
  const reply = answer instanceof Reply ? answer : new Reply(200, answer ?? null);
  const status = answer === undefined ? 404 : reply.status;
  response.writeHead(status, { 'content-type': 'application/json', ...reply.headers });
  const { body } = reply;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  response.end(status === 304 ? undefined : isRaw ? body : JSON.stringify(body ?? { error: 'no such page' }));
}

/** A provider that is asked for what it does not know refuses. */
function answerOr400(answer: () => object | undefined): object | undefined {
  try {
    return answer();
  } catch (error) {
    return new Reply(400, { error: String(error) });
  }
}
