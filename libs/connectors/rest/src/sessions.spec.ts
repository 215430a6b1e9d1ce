import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject } from '@evenkeel/domain';
import { RestConnector } from './rest-connector.js';

const callers = new GuardedCallers();
const things = [1, 2, 3, 4, 5].map((id) => ({ id }));
/** The provider takes the latest token only, and none until one was asked for. */
let tokens = 0;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
  if (pathname === '/token') {
    tokens += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 3600 }));
    return;
  }
  if (tokens > 0 && request.headers.authorization !== `Bearer token-${tokens}`) {
    response.writeHead(401).end();
    return;
  }
  const [, , id] = pathname.split('/');
  const from = Number(searchParams.get('skip'));
  const body = id === undefined ? things.slice(from, from + 2) : things[Number(id) - 1];
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  tokens = 0;
});
afterAll(async () => {
  await callers.close();
  server.close();
  server.closeAllConnections();
});

const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const connector = new RestConnector();
const open = (settings: JsonObject, credentials: JsonObject) =>
  connector.open({
    ...{ settings, credentials, gateways: callers.gateways(connector.destinations(settings)) },
    ...{ clock: callers.clock, log: new ListedLogger() },
  });

/** The same value, and how often anything in it was looked at. */
function watched(value: JsonObject): { readonly value: JsonObject; readonly looks: () => number } {
  let looks = 0;
  const watch = <T>(part: T): T =>
    typeof part !== 'object' || part === null
      ? part
      : new Proxy(part, {
          get: (target, name, receiver) => {
            looks += 1;
            return watch(Reflect.get(target, name, receiver) as unknown);
          },
        });
  return { value: watch(value), looks: () => looks };
}

it('a session reads its settings and credentials when it is opened, and not for each page or record', async () => {
  const settings = watched({
    baseUrl: baseUrl(),
    auth: { kind: 'bearer' },
    streams: {
      things: {
        path: '/things',
        pagination: { kind: 'offset', param: 'skip', overlap: false },
        readOne: { path: '/things/{id}' },
        slices: { kind: 'partitions', param: 'region', values: ['eu', 'us'] },
      },
    },
  });
  const credentials = watched({ token: 't' });
  const session = open(settings.value, credentials.value);
  const looked = [settings.looks(), credentials.looks()];
  expect(Math.min(...looked)).toBeGreaterThan(0);

  await session.check();
  const [stream] = await session.discover();
  let [cursor, pages]: [string | null, number] = [null, 0];
  do {
    ({ next: cursor } = await stream!.readPage({ cursor, pageSize: 2, since: null }));
    pages += 1;
  } while (cursor !== null);
  // Two pages of records behind the first, and an empty one.
  expect(pages).toBe(4);
  for (const { id } of things) await stream!.readOne?.(String(id));
  await stream!.sliceStream?.({ sliceSize: 2, mostSlices: 5, since: null });
  expect([settings.looks(), credentials.looks()]).toEqual(looked);
});

it('a session outlives its access token: each page goes with the token of its time', async () => {
  const auth = { kind: 'oauth2ClientCredentials', tokenUrl: `${baseUrl()}/token` };
  const stream = { path: '/things', pagination: { kind: 'offset', param: 'skip', overlap: false } };
  const settings = { baseUrl: baseUrl(), auth, streams: { things: stream } };
  const session = open(settings, { clientId: 'c', clientSecret: 's' });
  const { readPage } = await session.stream('things');
  const { next } = await readPage({ cursor: null, pageSize: 2, since: null });
  // The provider takes the token back, long before its end.
  tokens += 1;
  const { records } = await readPage({ cursor: next, pageSize: 2, since: null });
  expect(records.map(({ externalId }) => externalId)).toEqual(['3', '4']);
  expect(tokens).toBe(3);
});
