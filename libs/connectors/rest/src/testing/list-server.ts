import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { RestConnector } from '../rest-connector.js';

export interface ListServer {
  /** What a listing is answered with; undefined: 404. */
  answer: (url: URL) => object | undefined;
  /** The paths that were asked, with their queries. */
  readonly asked: string[];
  /** Pages of a listing up to its end, of four records each. */
  readonly list: (stream: object) => Promise<readonly SourcePage[]>;
  /** Of the records that are no overlap. */
  readonly idsOf: (pages: readonly SourcePage[]) => readonly number[];
}

/** An API with one listing, for the specs of a file. */
export function startListServer(): ListServer {
  const connector = new RestConnector();
  const callers = new GuardedCallers();
  const http = createServer((request, response) => {
    server.asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    const answer = server.answer(new URL(request.url ?? '/', 'http://list.test'));
    if (answer === undefined) response.statusCode = 404;
    response.end(JSON.stringify(answer ?? { error: 'no such page' }));
  });
  const server: ListServer = {
    answer: () => ({ data: [] }),
    asked: [],
    list: async (stream) => {
      const { port } = http.address() as AddressInfo;
      const things = { path: '/things', recordsPath: 'data', ...stream };
      const settings = { baseUrl: `http://127.0.0.1:${port}`, streams: { things } } as JsonObject;
      const [gateways, { clock }] = [callers.gateways(connector.destinations(settings)), callers];
      const opened = connector.open({ settings, credentials: {}, gateways, clock, log: new ListedLogger() });
      const { readPage } = await opened.stream('things');
      const pages: SourcePage[] = [];
      let cursor: string | null = null;
      do {
        const page: SourcePage = await readPage({ cursor, pageSize: 4, since: null });
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
  beforeAll(async () => {
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  beforeEach(() => void (server.asked.length = 0));
  afterAll(async () => {
    await callers.close();
    http.close();
    http.closeAllConnections();
  });
  return server;
}
