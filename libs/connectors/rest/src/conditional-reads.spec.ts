import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject } from '@evenkeel/domain';
import type { ConnectorStream, PageRequest } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';

const connector = new RestConnector();
let things: { readonly id: number }[] = [];
/** What each call was answered with. */
let answered: number[] = [];
const callers = new GuardedCallers();
/** Two things a page; a page is known by what is on it. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
  const after = Number(searchParams.get('after'));
  const [, , id] = pathname.split('/');
  const rest = things.filter((thing) => thing.id > after);
  const page = { data: rest.slice(0, 2), next: rest.length > 2 ? rest[1]?.id : null };
  const body = JSON.stringify(id === undefined ? page : things.find((thing) => `${thing.id}` === id));
  const etag = `"${Buffer.from(body).toString('hex')}"`;
  const status = request.headers['if-none-match'] === etag ? 304 : 200;
  answered.push(status);
  response
    .writeHead(status, { etag, 'content-type': 'application/json' })
    .end(status === 200 ? body : undefined);
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  await callers.close();
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  [things, answered] = [[{ id: 1 }, { id: 2 }], []];
});

/** One connection, opened once. */
function streamOf(stream: JsonObject = {}): Promise<ConnectorStream> {
  const described = {
    ...{ path: '/things', recordsPath: 'data', readOne: { path: '/things/{id}' } },
    ...{ pagination: { kind: 'cursor', param: 'after', nextPath: 'next' }, versionPath: 'id', ...stream },
  };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { baseUrl, streams: { things: described } };
  const session = connector.open({
    settings,
    credentials: {},
    gateways: callers.gateways(connector.destinations(settings)),
    clock: callers.clock,
    log: new ListedLogger(),
  });
  return session.stream('things');
}
async function idsOf(stream: ConnectorStream, change: Partial<PageRequest> = {}): Promise<unknown[]> {
  const page = await stream.readPage({ cursor: null, pageSize: 2, since: null, ...change });
  return [...page.records.map(({ externalId }) => externalId), page.next];
}

it('a listing on one page that is not modified has each of its records, its end, and a time', async () => {
  const opened = await streamOf({ incremental: { kind: 'time', param: 'since' } });
  const first = await opened.readPage({ cursor: null, pageSize: 2, since: null });
  const again = await opened.readPage({ cursor: null, pageSize: 2, since: null });
  expect(again).toEqual({ ...first, bound: expect.anything() as unknown });
  expect(answered).toEqual([200, 304]);
  things = [{ id: 1 }];
  expect(await idsOf(opened)).toEqual(['1', null]);
  expect(answered).toEqual([200, 304, 200]);
});

it('the first of several pages is asked for anew, for its cursor may have expired', async () => {
  things.push({ id: 3 });
  const opened = await streamOf();
  for (const _time of [1, 2]) {
    expect(await idsOf(opened)).toEqual(['1', '2', '2']);
    expect(await idsOf(opened, { cursor: '2' })).toEqual(['3', null]);
  }
  expect(answered).toEqual([200, 200, 200, 200]);
});

it.each([{ listing: 'stable' }, { readOne: undefined }])(
  'a listing that may prove by itself what is gone is asked for anew (%j)',
  async (stream) => {
    const opened = await streamOf(stream as JsonObject);
    await idsOf(opened);
    await idsOf(opened);
    expect(answered).toEqual([200, 200]);
  },
);

it('what changed since a watermark is asked for anew', async () => {
  const opened = await streamOf({ incremental: { kind: 'time', param: 'since' } });
  const since = { kind: 'time', value: '2026-01-02T03:04:05Z' } as const;
  await idsOf(opened, { since });
  await idsOf(opened, { since });
  expect(answered).toEqual([200, 200]);
});

it.each([
  [{}, [200, 304]],
  [{ conditional: false }, [200, 200]],
  [{ shape: 'inventory' }, [200, 200]],
])('one record of a stream with %j is asked for twice and answered %j', async (stream, statuses) => {
  const opened = await streamOf(stream);
  const first = await opened.readOne?.('1');
  expect(await opened.readOne?.('1')).toEqual(first);
  expect(answered).toEqual(statuses);
});
