import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import {
  findMove,
  SyncError,
  type Destinations,
  type JsonObject,
  type JsonValue,
  type Watermark,
} from '@evenkeel/domain';
import type { ConnectorSession } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';
import { textSettings, withAt, type TextSetting } from './testing/text-settings.js';

const SECRET = 'the-very-secret';
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const connector = new RestConnector();
const callers = new GuardedCallers();
/** What was called at a server that no credential was given for. */
let stolen: string[] = [];
let answered: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
let homeCalls = 0;

const elsewhere = createServer((request, response) => {
  stolen.push(`${request.url} ${JSON.stringify(request.headers)}`);
  response.setHeader('content-type', 'application/json').end('{"access_token":"theirs","data":[]}');
});
const home = createServer((request, response) => {
  homeCalls += 1;
  if (request.url?.startsWith('/token') === true)
    response.setHeader('content-type', 'application/json').end('{"access_token":"ours","expires_in":3600}');
  else answered(request, response);
});
const portOf = (server: typeof home) => (server.address() as AddressInfo).port;
const homeUrl = () => `http://127.0.0.1:${portOf(home)}`;
const thief = () => `127.0.0.1:${portOf(elsewhere)}`;

beforeAll(async () => {
  for (const server of [home, elsewhere]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
beforeEach(() => {
  [stolen, homeCalls] = [[], 0];
  answered = (_, response) => sendPage(response, null);
});
afterAll(async () => {
  await callers.close();
  for (const server of [home, elsewhere]) {
    server.close();
    server.closeAllConnections();
  }
});

function sendPage(response: ServerResponse, next: string | null, headers: Record<string, string> = {}): void {
  const body = {
    data: [{ id: next ?? '1', doc: { id: 1 } }],
    next,
    more: next !== null,
    at: next ?? 5,
    last: 3,
  };
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Texts that might lead a call away from home, wherever they are put. */
const BAITS: readonly ((host: string) => string)[] = [
  (host) => `http://${host}/`,
  (host) => `http://${host}`,
  (host) => `//${host}/`,
  (host) => `///${host}/`,
  (host) => `/\\${host}/`,
  (host) => `\\\\${host}\\`,
  (host) => `@${host}/`,
  (host) => `/@${host}/`,
  (host) => `:x@${host}/{id}`,
  (host) => `/..//${host}/{id}`,
  (host) => `/{id}/../..//${host}/`,
  (host) => `.${host}/`,
  (host) => `http:${host}/`,
  (host) => `http://${SECRET}@${host}/`,
  (host) => `\t//${host}/`,
  (host) => host,
];

const OAUTH = () => ({ tokenUrl: `${homeUrl()}/token` });
/** The least that each kind needs to be what it is; a kind that is missing here fails. */
const KINDS: Readonly<Record<string, Readonly<Record<string, () => JsonObject>>>> = {
  auth: {
    none: () => ({}),
    apiKey: () => ({ in: 'query', name: 'key' }),
    bearer: () => ({}),
    basic: () => ({}),
    oauth2ClientCredentials: OAUTH,
    oauth2RefreshToken: OAUTH,
    oauth2Password: OAUTH,
    oauth2JwtBearer: () => ({ ...OAUTH(), algorithm: 'RS256', claims: { iss: 'us' } }),
    login: () => ({
      loginUrl: `${homeUrl()}/token`,
      form: { password: '{password}' },
      take: { any: { path: 'access_token' } },
      send: { headers: { 'X-Session': '{any}' } },
    }),
    custom: () => ({ headers: { 'X-Key': '{apiKey}' }, query: { sign: 'is {other}' } }),
  },
  pagination: {
    none: () => ({}),
    page: () => ({ param: 'page' }),
    offset: () => ({ param: 'offset' }),
    cursor: () => ({ param: 'cursor', nextPath: 'next' }),
    link: () => ({}),
    nextUrl: () => ({ path: 'next' }),
  },
  end: {
    emptyPage: () => ({}),
    shortPage: () => ({}),
    repeatedPage: () => ({}),
    total: () => ({ path: 'last' }),
    pages: () => ({ path: 'last' }),
    more: () => ({ path: 'more' }),
    status: () => ({ status: [404] }),
  },
  incremental: {
    time: () => ({ param: 'since', untilParam: 'until' }),
    position: () => ({ param: 'since', positionPath: 'at' }),
  },
  format: {
    json: () => ({}),
    ndjson: () => ({}),
    csv: () => ({ columns: ['id'] }),
    xml: () => ({}),
  },
  layout: {
    list: () => ({}),
    one: () => ({}),
    listOrOne: () => ({}),
    map: () => ({ key: 'id' }),
    rows: () => ({ columnsPath: 'columns' }),
  },
  slices: {
    numbers: () => ({ ...edges, first: 1, last: { path: '/last', valuePath: 'last' } }),
    timeWindows: () => ({ ...edges, first: '2026-01-01T00:00:00Z', days: 30 }),
    partitions: () => ({ param: 'region', values: ['eu'] }),
  },
};
const edges = { fromParam: 'from', beforeParam: 'before' };

const CREDENTIALS: Readonly<Record<string, JsonObject>> = {
  none: {},
  apiKey: { apiKey: SECRET },
  bearer: { token: SECRET },
  basic: { username: 'user', password: SECRET },
  oauth2ClientCredentials: { clientId: 'client', clientSecret: SECRET },
  oauth2RefreshToken: { clientId: 'client', clientSecret: SECRET, refreshToken: SECRET },
  oauth2Password: { username: 'user', password: SECRET },
  oauth2JwtBearer: { privateKey: KEY },
  login: { password: SECRET },
  custom: { apiKey: SECRET, other: SECRET },
};

const TIME = { kind: 'time', param: 'since' };
const FEED = { path: '/feed', recordsPath: 'data', idPath: 'id', incremental: TIME };
/** What a stream has to have for a part of it that cannot be there alone. */
const WITH: Readonly<Record<string, JsonObject>> = {
  changes: { changes: FEED },
  deletions: { deletions: FEED, incremental: TIME },
  parent: { path: '/of/{parent.id}/things', parent: { stream: 'parents' } },
  also: { also: [{}] },
};
/** What cannot be as it is beside a kind. */
const BESIDE: Readonly<Record<string, readonly [string, JsonValue]>> = {
  position: ['pagination', { kind: 'none' }],
  csv: ['recordsPath', ''],
};

/** Sound settings, in which the variants that a setting belongs to are chosen. */
function settingsFor({ variants, path = [] }: Partial<Pick<TextSetting, 'variants' | 'path'>>): JsonObject {
  const listed = { path: '/things', recordsPath: 'data' };
  const things = {
    ...listed,
    pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next' },
    readOne: { path: '/things/{id}' },
    ...WITH[path[2] ?? ''],
  };
  const streams = { any: things, parents: listed };
  const plain: JsonObject = { baseUrl: homeUrl(), auth: { kind: 'bearer' }, streams };
  return (variants ?? []).reduce<JsonObject>((settings, { path, kind }) => {
    const variant = KINDS[path.at(-1) ?? '']?.[kind];
    if (variant === undefined) throw new Error(`Say what the kind ${kind} of ${path.join('.')} needs`);
    const put = { kind, ...variant() };
    const chosen = withAt(settings, path, put) as JsonObject;
    const [beside, other] = BESIDE[kind] ?? [];
    return beside === undefined
      ? chosen
      : (withAt(chosen, [...path.slice(0, -1), beside], other!) as JsonObject);
  }, plain);
}

const SINCE: readonly (Watermark | null)[] = [
  null,
  { kind: 'time', value: '2026-11-01T12:00:00.000Z' },
  { kind: 'position', value: '7' },
];

/** Everything that a session can be asked for; what is refused is refused. */
async function useAll(session: ConnectorSession, ids: readonly string[]): Promise<void> {
  const stream = await session.stream('any').catch(() => undefined);
  for (const since of stream?.description.incremental === true ? SINCE : [null]) {
    const request = { pageSize: 10, since };
    const page = await settled(async () => stream?.readPage({ ...request, cursor: null }));
    const cursor = page?.next ?? null;
    if (cursor !== null) await settled(async () => stream?.readPage({ ...request, cursor }));
  }
  for (const id of ids) await settled(async () => stream?.readOne?.(id));
  await settled(async () => stream?.sliceStream?.({ sliceSize: 10, mostSlices: 5, since: null }));
}

async function settled<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
}

/** As the engine opens a session: not at all where the settings are unsound, or lead elsewhere than the credentials were given for. */
function openBound(settings: JsonObject, bound: Destinations): ConnectorSession | undefined {
  const { kind } = settings['auth'] as { readonly kind: string };
  const credentials = CREDENTIALS[kind] ?? {};
  try {
    connector.validate(settings, credentials);
    if (findMove(bound, connector.destinations(settings)) !== null) return undefined;
    const around = { gateways: callers.gateways(bound), clock: callers.clock, log: new ListedLogger() };
    return connector.open({ settings, credentials, ...around });
  } catch (error) {
    if (error instanceof SyncError && error.code === 'config.invalid_settings') return undefined;
    throw error;
  }
}

describe('no setting leads a credential elsewhere:', () => {
  const settings = textSettings();

  it('every kind of setting is known', () => {
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['.baseUrl', '.auth(oauth2RefreshToken).tokenUrl', '.streams.*.readOne.path']),
    );
  });

  it.each(settings.map((setting) => [setting.name, setting] as const))('%s', async (_, setting) => {
    const sound = settingsFor(setting);
    const bound = connector.destinations(sound);
    const usual = openBound(sound, bound);
    if (usual === undefined) throw new Error('The settings to begin with are not sound');
    await useAll(usual, ['1']);
    expect(homeCalls).toBeGreaterThan(0);
    for (const bait of BAITS) {
      const moved = withAt(sound, setting.path, bait(thief())) as JsonObject;
      const session = openBound(moved, bound);
      if (session !== undefined) await useAll(session, ['1', bait(thief())]);
    }
    expect(stolen).toEqual([]);
  });
});

describe('no answer leads a credential elsewhere:', () => {
  const kinds = Object.keys(CREDENTIALS);
  const paginations = Object.keys(KINDS['pagination'] ?? {});
  const withKinds = (auth: string, pagination: string) =>
    settingsFor({
      variants: [
        { path: ['auth'], kind: auth },
        { path: ['streams', 'any', 'pagination'], kind: pagination },
      ],
    });

  it.each(paginations)('a next page of pagination %s', async (pagination) => {
    for (const bait of BAITS) {
      const next = bait(thief());
      const link = `<${next.trim()}>; rel="next"`;
      answered = (_, response) => sendPage(response, next, { link });
      const settings = withKinds('apiKey', pagination);
      await useAll(openBound(settings, connector.destinations(settings)) as ConnectorSession, [next]);
    }
    expect(homeCalls).toBeGreaterThan(0);
    expect(stolen).toEqual([]);
  });

  it.each(['{parent.id}', '{parent.id:raw}'])('a parent that is named in a path as %s', async (place) => {
    for (const bait of BAITS) {
      const named = bait(thief()).replaceAll('\t', '');
      for (const path of [`/${place}`, `/of/${place}/things`]) {
        answered = (_, response) => sendPage(response, named);
        const sound = settingsFor({ path: ['streams', 'any', 'parent'] });
        const settings = withAt(sound, ['streams', 'any', 'path'], path) as JsonObject;
        await useAll(openBound(settings, connector.destinations(settings)) as ConnectorSession, ['1']);
      }
    }
    expect(homeCalls).toBeGreaterThan(2 * BAITS.length);
    expect(stolen).toEqual([]);
  });

  it.each(kinds)('a redirect of a connection with %s', async (auth) => {
    for (const status of [302, 308]) {
      for (const bait of BAITS) {
        const location = bait(thief()).trim();
        answered = (_, response) => response.writeHead(status, { location }).end();
        const settings = withKinds(auth, 'cursor');
        await useAll(openBound(settings, connector.destinations(settings)) as ConnectorSession, ['1']);
      }
    }
    expect(homeCalls).toBeGreaterThan(0);
    expect(stolen).toEqual([]);
  });
});
